using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>What a function takes in one place: a type, one of several, or a family of types.</summary>
internal abstract class ArgumentType
{
    /// <summary>The type that an argument of type <paramref name="from"/> is cast to (itself where it fits); null when it is refused.</summary>
    public abstract DataType? Accept(DataType from);

    /// <summary>How error messages call it: <c>"STRING"</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Whether the argument must be a constant.</summary>
    public virtual bool MustBeFoldable => false;

    public static ArgumentType Any { get; } = new Family("ANY", _ => true, DataType.Null, _ => null);
    public static ArgumentType String { get; } = new Exactly(DataType.String);
    public static ArgumentType Boolean { get; } = new Exactly(DataType.Boolean);
    public static ArgumentType Byte { get; } = new Exactly(DataType.Byte);
    public static ArgumentType Short { get; } = new Exactly(DataType.Short);
    public static ArgumentType Int { get; } = new Exactly(DataType.Integer);
    public static ArgumentType Long { get; } = new Exactly(DataType.Long);
    public static ArgumentType Float { get; } = new Exactly(DataType.Float);
    public static ArgumentType Double { get; } = new Exactly(DataType.Double);
    public static ArgumentType Date { get; } = new Exactly(DataType.Date);
    public static ArgumentType Timestamp { get; } = new Exactly(DataType.Timestamp);
    public static ArgumentType TimestampNTZ { get; } = new Exactly(DataType.TimestampNTZ);
    public static ArgumentType Binary { get; } = new Exactly(DataType.Binary);
    public static ArgumentType CalendarInterval { get; } = new Exactly(DataType.CalendarInterval);
    public static ArgumentType YearMonthInterval { get; } = new Family("INTERVAL YEAR TO MONTH", t => t is YearMonthIntervalType, new YearMonthIntervalType(), _ => null);
    public static ArgumentType DayTimeInterval { get; } = new Family("INTERVAL DAY TO SECOND", t => t is DayTimeIntervalType, new DayTimeIntervalType(), _ => null);
    public static ArgumentType Numeric { get; } = new Family("NUMERIC", t => t.IsNumeric, DataType.Double, t => t is StringType ? DataType.Double : null);
    public static ArgumentType Integral { get; } = new Family("INTEGRAL", t => t.IsIntegral, DataType.Integer, _ => null);
    public static ArgumentType Decimal { get; } = new Family("DECIMAL", t => t is DecimalType, new DecimalType(38, 18),
        t => t is StringType ? new DecimalType(38, 18) : t.IsNumeric ? TypeCoercion.DecimalFor(t) : null);
    public static ArgumentType AnyTimestamp { get; } = new Family("(TIMESTAMP OR TIMESTAMP WITHOUT TIME ZONE)", t => t.IsTimestamp, DataType.Timestamp,
        t => t is StringType or DateType ? DataType.Timestamp : null);
    public static ArgumentType Array { get; } = new Family("ARRAY", t => t is ArrayType, new ArrayType(DataType.Null), _ => null);
    public static ArgumentType Map { get; } = new Family("MAP", t => t is MapType, new MapType(DataType.Null, DataType.Null), _ => null);
    public static ArgumentType Struct { get; } = new Family("STRUCT", t => t is StructType, new StructType(Seq<StructField>.Empty), _ => null);
    public static ArgumentType Atomic { get; } = new Family("ATOMIC", t => t.IsAtomic, DataType.String, _ => null);

    /// <summary>A number of days: a whole number of at most 32 bits, or text; no wider number is cut down to one.</summary>
    public static ArgumentType DayCount { get; } = new Family("INT\" or \"SMALLINT\" or \"TINYINT", _ => false, DataType.Integer,
        t => t is IntegerType or ShortType or ByteType or StringType ? DataType.Integer : null);

    /// <summary>Types that are taken as they are; nothing but NULL is cast to them.</summary>
    public static ArgumentType Only(string name, DataType ofNull, Func<DataType, bool> accepts) => new Family(name, accepts, ofNull, _ => null);

    public static ArgumentType Of(DataType type) => new Exactly(type);

    /// <summary>Any type that orders: all but maps, and structs or arrays that hold one.</summary>
    public static ArgumentType Orderable { get; } = new Family("ORDERED", IsOrderable, DataType.Null, _ => null);

    public static ArgumentType ArrayOf(ArgumentType element) => new ArrayWith(element);
    public static ArgumentType OneOf(params ArgumentType[] types) => new Union(types);
    public static ArgumentType Constant(ArgumentType type) => new Foldable(type);

    public static bool IsOrderable(DataType type) => type switch
    {
        MapType or CalendarIntervalType or VariantType => false,
        ArrayType a => IsOrderable(a.ElementType),
        StructType s => s.Fields.All(f => IsOrderable(f.DataType)),
        _ => true,
    };

    private sealed class Exactly(DataType type) : ArgumentType
    {
        public override DataType? Accept(DataType from) => TypeCoercion.Implicit(from, type);
        public override string Name => $"\"{type.Sql}\"";
    }

    private sealed class Family(string name, Func<DataType, bool> accepts, DataType ofNull, Func<DataType, DataType?> cast) : ArgumentType
    {
        public override DataType? Accept(DataType from) => accepts(from) ? from : from is NullType ? ofNull : cast(from);
        public override string Name => $"\"{name}\"";
    }

    private sealed class ArrayWith(ArgumentType element) : ArgumentType
    {
        public override DataType? Accept(DataType from) => from switch
        {
            ArrayType a => element.Accept(a.ElementType) is { } e ? new ArrayType(e, a.ContainsNull) : null,
            NullType => element.Accept(DataType.Null) is { } e ? new ArrayType(e) : null,
            _ => null,
        };

        public override string Name => $"\"ARRAY<{element.Name.Trim('"')}>\"";
    }

    private sealed class Union(ArgumentType[] types) : ArgumentType
    {
        public override DataType? Accept(DataType from)
        {
            var accepted = types.Select(t => t.Accept(from)).OfType<DataType>().Distinct().ToList();
            if (accepted.Contains(from) || accepted.Count <= 1) return accepted.Count == 0 ? null : accepted.Contains(from) ? from : accepted[0];
            if (from is NullType) return accepted[0];
            // The closest: what can itself be cast to all the others (Spark's TypeCollection).
            var closest = accepted.Find(t => accepted.TrueForAll(o => TypeCoercion.Implicit(t, o) is not null));
            return closest is FloatType && accepted.Contains(DataType.Double) ? DataType.Double : closest;
        }

        public override string Name => $"({string.Join(" or ", types.Select(t => t.Name))})";
    }

    private sealed class Foldable(ArgumentType type) : ArgumentType
    {
        public override DataType? Accept(DataType from) => type.Accept(from);
        public override string Name => type.Name;
        public override bool MustBeFoldable => true;
    }
}
