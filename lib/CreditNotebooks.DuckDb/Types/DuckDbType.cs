using System.Collections.Immutable;
using System.Globalization;

namespace CreditNotebooks.DuckDb;

/// <summary>A type with everything that describes it; two of them are equal when they are spelled the same in SQL.</summary>
public sealed record DuckDbType
{
    private string? _sql;
    private int _fixedWidth = -1;

    private DuckDbType(DuckDbTypeId id) => Id = id;

    /// <summary>The kind of value.</summary>
    public DuckDbTypeId Id { get; }

    /// <summary>The digits of a decimal in all, 1 to 38; 0 for other types.</summary>
    public byte Width { get; private init; }

    /// <summary>The digits of a decimal after the point; 0 for other types.</summary>
    public byte Scale { get; private init; }

    /// <summary>The element type of a list or an array; null for other types.</summary>
    public DuckDbType? Child { get; private init; }

    /// <summary>The number of elements of an array; 0 for other types.</summary>
    public int ArraySize { get; private init; }

    /// <summary>The fields of a struct or the members of a union, in order; empty for other types.</summary>
    public ImmutableArray<DuckDbField> Fields { get; private init; } = [];

    /// <summary>The key type of a map; null for other types.</summary>
    public DuckDbType? Key { get; private init; }

    /// <summary>The value type of a map; null for other types.</summary>
    public DuckDbType? Value { get; private init; }

    /// <summary>The names of an enum, in the order of their indexes; empty for other types.</summary>
    public ImmutableArray<string> EnumValues { get; private init; } = [];

    /// <summary>What the type is called when it has a name of its own, such as JSON; otherwise null.</summary>
    public string? Alias { get; internal init; }

    /// <summary>BOOLEAN.</summary>
    public static DuckDbType Boolean { get; } = new(DuckDbTypeId.Boolean);
    /// <summary>TINYINT, 8 bits.</summary>
    public static DuckDbType TinyInt { get; } = new(DuckDbTypeId.TinyInt);
    /// <summary>SMALLINT, 16 bits.</summary>
    public static DuckDbType SmallInt { get; } = new(DuckDbTypeId.SmallInt);
    /// <summary>INTEGER, 32 bits.</summary>
    public static DuckDbType Integer { get; } = new(DuckDbTypeId.Integer);
    /// <summary>BIGINT, 64 bits.</summary>
    public static DuckDbType BigInt { get; } = new(DuckDbTypeId.BigInt);
    /// <summary>HUGEINT, 128 bits.</summary>
    public static DuckDbType HugeInt { get; } = new(DuckDbTypeId.HugeInt);
    /// <summary>FLOAT, single precision.</summary>
    public static DuckDbType Float { get; } = new(DuckDbTypeId.Float);
    /// <summary>DOUBLE, double precision.</summary>
    public static DuckDbType Double { get; } = new(DuckDbTypeId.Double);
    /// <summary>VARCHAR, UTF-8 text.</summary>
    public static DuckDbType Varchar { get; } = new(DuckDbTypeId.Varchar);
    /// <summary>BLOB, bytes.</summary>
    public static DuckDbType Blob { get; } = new(DuckDbTypeId.Blob);
    /// <summary>DATE, days since 1970-01-01.</summary>
    public static DuckDbType Date { get; } = new(DuckDbTypeId.Date);
    /// <summary>TIMESTAMP, microseconds without a time zone.</summary>
    public static DuckDbType Timestamp { get; } = new(DuckDbTypeId.Timestamp);
    /// <summary>TIMESTAMP WITH TIME ZONE, an instant in microseconds.</summary>
    public static DuckDbType TimestampTz { get; } = new(DuckDbTypeId.TimestampTz);
    /// <summary>INTERVAL: months, days and microseconds.</summary>
    public static DuckDbType Interval { get; } = new(DuckDbTypeId.Interval);
    /// <summary>The parameter of a function that takes every type.</summary>
    public static DuckDbType Any { get; } = new(DuckDbTypeId.Any);

    /// <summary>A type without parameters.</summary>
    /// <exception cref="ArgumentException">The kind needs more than its name, as DECIMAL and LIST do.</exception>
    public static DuckDbType Of(DuckDbTypeId id) =>
        id is DuckDbTypeId.Decimal or DuckDbTypeId.Enum or DuckDbTypeId.List or DuckDbTypeId.Struct
        or DuckDbTypeId.Map or DuckDbTypeId.Union or DuckDbTypeId.Array
            ? throw new ArgumentException($"{id} needs more than its name; use the method of that name.", nameof(id))
            : new DuckDbType(id);

    /// <summary>DECIMAL(width, scale).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The width is not 1 to 38, or the scale is larger than it.</exception>
    public static DuckDbType Decimal(int width, int scale)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, 38);
        ArgumentOutOfRangeException.ThrowIfNegative(scale);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(scale, width);
        return new DuckDbType(DuckDbTypeId.Decimal) { Width = (byte)width, Scale = (byte)scale };
    }

    /// <summary>A list of any length.</summary>
    public static DuckDbType List(DuckDbType child) => new(DuckDbTypeId.List) { Child = child };

    /// <summary>An array of exactly <paramref name="size"/> elements, at least one.</summary>
    public static DuckDbType Array(DuckDbType child, int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        return new DuckDbType(DuckDbTypeId.Array) { Child = child, ArraySize = size };
    }

    /// <summary>A struct with at least one field.</summary>
    public static DuckDbType Struct(params IEnumerable<DuckDbField> fields) => new(DuckDbTypeId.Struct) { Fields = AtLeastOne(fields) };

    /// <summary>A union with at least one member.</summary>
    public static DuckDbType Union(params IEnumerable<DuckDbField> members) => new(DuckDbTypeId.Union) { Fields = AtLeastOne(members) };

    /// <summary>A map.</summary>
    public static DuckDbType Map(DuckDbType key, DuckDbType value) => new(DuckDbTypeId.Map) { Key = key, Value = value };

    /// <summary>An enum with at least one name.</summary>
    public static DuckDbType Enum(params IEnumerable<string> values) => new(DuckDbTypeId.Enum) { EnumValues = AtLeastOne(values) };

    /// <summary>The type as a CAST spells it.</summary>
    public string ToSql() => _sql ??= Spell();

    /// <summary>True when both are spelled the same in SQL and have the same name of their own.</summary>
    public bool Equals(DuckDbType? other) => other is not null && Id == other.Id && Alias == other.Alias && ToSql() == other.ToSql();

    /// <inheritdoc/>
    public override int GetHashCode() => ToSql().GetHashCode(StringComparison.Ordinal);

    /// <summary>The same as <see cref="ToSql"/>.</summary>
    public override string ToString() => ToSql();

    /// <summary>Bytes a value takes in a vector; 0 where the vector has only children.</summary>
    internal int PhysicalWidth => Id switch
    {
        DuckDbTypeId.Boolean or DuckDbTypeId.TinyInt or DuckDbTypeId.UTinyInt => 1,
        DuckDbTypeId.SmallInt or DuckDbTypeId.USmallInt => 2,
        DuckDbTypeId.Integer or DuckDbTypeId.UInteger or DuckDbTypeId.Float or DuckDbTypeId.Date or DuckDbTypeId.SqlNull => 4,
        DuckDbTypeId.Decimal => Width <= 4 ? 2 : Width <= 9 ? 4 : Width <= 18 ? 8 : 16,
        DuckDbTypeId.Enum => EnumValues.Length <= 256 ? 1 : EnumValues.Length <= 65536 ? 2 : 4,
        DuckDbTypeId.Struct or DuckDbTypeId.Union or DuckDbTypeId.Array or DuckDbTypeId.Variant => 0,
        DuckDbTypeId.HugeInt or DuckDbTypeId.UHugeInt or DuckDbTypeId.Uuid or DuckDbTypeId.Interval or DuckDbTypeId.List
            or DuckDbTypeId.Map or DuckDbTypeId.Varchar or DuckDbTypeId.Blob or DuckDbTypeId.Bit or DuckDbTypeId.BigNum
            or DuckDbTypeId.Geometry => 16,
        _ => 8,
    };

    /// <summary>Whether values are string_t: text or bytes of any length.</summary>
    internal bool IsText =>
        Id is DuckDbTypeId.Varchar or DuckDbTypeId.Blob or DuckDbTypeId.Bit or DuckDbTypeId.BigNum or DuckDbTypeId.Geometry;

    /// <summary>Bytes of a value whose bits stand in the vector; 0 for text and lists, whose bits are addresses.</summary>
    internal int FixedWidth => _fixedWidth >= 0
        ? _fixedWidth
        : _fixedWidth = IsText || Id is DuckDbTypeId.List or DuckDbTypeId.Map ? 0 : PhysicalWidth;

    private static ImmutableArray<T> AtLeastOne<T>(IEnumerable<T> items)
    {
        var array = items.ToImmutableArray();
        return array.IsEmpty ? throw new ArgumentException("The type needs at least one of them.", nameof(items)) : array;
    }

    private string Spell() => Id switch
    {
        _ when Alias == "JSON" => "JSON",
        DuckDbTypeId.Decimal => string.Create(CultureInfo.InvariantCulture, $"DECIMAL({Width},{Scale})"),
        DuckDbTypeId.List => Child!.ToSql() + "[]",
        DuckDbTypeId.Array => string.Create(CultureInfo.InvariantCulture, $"{Child!.ToSql()}[{ArraySize}]"),
        DuckDbTypeId.Struct => $"STRUCT({SpellFields()})",
        DuckDbTypeId.Union => $"UNION({SpellFields()})",
        DuckDbTypeId.Map => $"MAP({Key!.ToSql()}, {Value!.ToSql()})",
        DuckDbTypeId.Enum => $"ENUM({string.Join(", ", EnumValues.Select(value => "'" + value.Replace("'", "''") + "'"))})",
        DuckDbTypeId.TimestampS => "TIMESTAMP_S",
        DuckDbTypeId.TimestampMs => "TIMESTAMP_MS",
        DuckDbTypeId.TimestampNs => "TIMESTAMP_NS",
        DuckDbTypeId.TimestampTz => "TIMESTAMP WITH TIME ZONE",
        DuckDbTypeId.TimeTz => "TIME WITH TIME ZONE",
        DuckDbTypeId.TimeNs => "TIME_NS",
        DuckDbTypeId.SqlNull => "\"NULL\"",
        _ => Id.ToString().ToUpperInvariant(),
    };

    private string SpellFields() =>
        string.Join(", ", Fields.Select(field => $"\"{field.Name.Replace("\"", "\"\"")}\" {field.Type.ToSql()}"));
}
