namespace CreditNotebooks.DuckDb;

/// <summary>The kinds of values that DuckDB knows, with the numbers of its C API.</summary>
public enum DuckDbTypeId
{
    /// <summary>No type: what a statement without columns answers.</summary>
    Invalid = 0,
    /// <summary>True or false, one byte.</summary>
    Boolean = 1,
    /// <summary>8 bits with a sign.</summary>
    TinyInt = 2,
    /// <summary>16 bits with a sign.</summary>
    SmallInt = 3,
    /// <summary>32 bits with a sign.</summary>
    Integer = 4,
    /// <summary>64 bits with a sign.</summary>
    BigInt = 5,
    /// <summary>8 bits without a sign.</summary>
    UTinyInt = 6,
    /// <summary>16 bits without a sign.</summary>
    USmallInt = 7,
    /// <summary>32 bits without a sign.</summary>
    UInteger = 8,
    /// <summary>64 bits without a sign.</summary>
    UBigInt = 9,
    /// <summary>IEEE 754 single precision.</summary>
    Float = 10,
    /// <summary>IEEE 754 double precision.</summary>
    Double = 11,
    /// <summary>Microseconds since 1970-01-01, without a time zone.</summary>
    Timestamp = 12,
    /// <summary>Days since 1970-01-01.</summary>
    Date = 13,
    /// <summary>Microseconds since midnight.</summary>
    Time = 14,
    /// <summary>Months, days and microseconds, each kept apart.</summary>
    Interval = 15,
    /// <summary>128 bits with a sign.</summary>
    HugeInt = 16,
    /// <summary>UTF-8 text.</summary>
    Varchar = 17,
    /// <summary>Bytes.</summary>
    Blob = 18,
    /// <summary>A number with a fixed count of decimals, up to 38 digits; kept as an integer of 16, 32, 64 or 128 bits.</summary>
    Decimal = 19,
    /// <summary>Seconds since 1970-01-01.</summary>
    TimestampS = 20,
    /// <summary>Milliseconds since 1970-01-01.</summary>
    TimestampMs = 21,
    /// <summary>Nanoseconds since 1970-01-01.</summary>
    TimestampNs = 22,
    /// <summary>One of a list of names; kept as an index of 8, 16 or 32 bits.</summary>
    Enum = 23,
    /// <summary>Any number of elements of one type.</summary>
    List = 24,
    /// <summary>Named fields.</summary>
    Struct = 25,
    /// <summary>Keys and their values, in order.</summary>
    Map = 26,
    /// <summary>128 bits, written as 8-4-4-4-12 hexadecimal digits.</summary>
    Uuid = 27,
    /// <summary>One of several named members, each of its own type.</summary>
    Union = 28,
    /// <summary>A string of bits.</summary>
    Bit = 29,
    /// <summary>A time of day with an offset from UTC.</summary>
    TimeTz = 30,
    /// <summary>An instant: microseconds since 1970-01-01 UTC.</summary>
    TimestampTz = 31,
    /// <summary>128 bits without a sign.</summary>
    UHugeInt = 32,
    /// <summary>A fixed number of elements of one type.</summary>
    Array = 33,
    /// <summary>A parameter that takes every type.</summary>
    Any = 34,
    /// <summary>An integer without a limit.</summary>
    BigNum = 35,
    /// <summary>The type of a bare NULL.</summary>
    SqlNull = 36,
    /// <summary>The type of a text literal before it is resolved.</summary>
    StringLiteral = 37,
    /// <summary>The type of an integer literal before it is resolved.</summary>
    IntegerLiteral = 38,
    /// <summary>Nanoseconds since midnight.</summary>
    TimeNs = 39,
    /// <summary>A shape as well-known binary.</summary>
    Geometry = 40,
    /// <summary>A value that carries its own type; cast it in the query to read it.</summary>
    Variant = 41,
}
