using CreditNotebooks.Spark.Types;
using static CreditNotebooks.Spark.Catalogue.FunctionEntry;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>What tells the rows of grouping sets apart. The analyzer gives them the grouping id that the aggregate computes.</summary>
internal static class GroupingFunctions
{
    public static readonly FunctionEntry Grouping = Scalar("grouping").Takes(ArgumentType.Any).Gives(DataType.Byte).NotNull()
        .Sql((w, c) => $"CAST(({w.Write(c.Arguments[0])} >> {w.Write(c.Arguments[1])}) & 1 AS TINYINT)");

    public static readonly FunctionEntry GroupingId = Scalar("grouping_id").Takes(ArgumentType.Any).Repeats().Gives(DataType.Long).NotNull().Sql("{0}");

    public static IEnumerable<FunctionEntry> All => [Grouping, GroupingId];
}
