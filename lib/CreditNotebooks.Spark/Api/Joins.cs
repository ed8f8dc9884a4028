using CreditNotebooks.Spark.Plans;

namespace CreditNotebooks.Spark;

/// <summary>Join kinds by the names that Spark gives them.</summary>
internal static class Joins
{
    private const string Supported = "'inner', 'outer', 'full', 'fullouter', 'full_outer', 'leftouter', 'left', 'left_outer', 'rightouter', "
        + "'right', 'right_outer', 'leftsemi', 'left_semi', 'semi', 'leftanti', 'left_anti', 'anti', 'cross'";

    public static JoinKind Kind(string name) => name.ToLowerInvariant().Replace("_", "") switch
    {
        "inner" => JoinKind.Inner,
        "outer" or "full" or "fullouter" => JoinKind.FullOuter,
        "left" or "leftouter" => JoinKind.LeftOuter,
        "right" or "rightouter" => JoinKind.RightOuter,
        "semi" or "leftsemi" => JoinKind.LeftSemi,
        "anti" or "leftanti" => JoinKind.LeftAnti,
        "cross" => JoinKind.Cross,
        _ => throw new SparkException("UNSUPPORTED_JOIN_TYPE",
            $"Unsupported join type '{name}'. Supported join types include: {Supported}."),
    };
}
