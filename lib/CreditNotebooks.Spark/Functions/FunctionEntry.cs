using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Types;
using CreditNotebooks.Spark.Writing;

namespace CreditNotebooks.Spark.Catalogue;

internal enum FunctionKind { Scalar, Aggregate, Window, Generator, Table }

/// <summary>One function of Spark: what it takes, what it gives, and how the embedded engine computes it. An entry is made in the families' tables, one line a function:
/// <c>Scalar("substring_index").Takes(String, String, Int).Gives(DataType.String).Compute((string s, string d, int n) => …)</c>.</summary>
internal sealed class FunctionEntry
{
    private FunctionEntry(FunctionKind kind, string name, string[] aliases)
    {
        Kind = kind;
        Name = name;
        Aliases = aliases;
    }

    public FunctionKind Kind { get; }
    public string Name { get; }
    public IReadOnlyList<string> Aliases { get; }

    /// <summary>The alternatives of what it takes, the first that fits is taken.</summary>
    public List<Signature> Signatures { get; } = [];

    /// <summary>Takes over analysis: from the arguments as they are to any expression. Null for the ordinary way through <see cref="Signatures"/>.</summary>
    public Func<CallSite, TypedExpression>? Builder { get; private set; }

    public bool Deterministic { get; private set; } = true;

    /// <summary>Whether computing it may fail for some values; what guards it (CASE, AND) must then be kept in order.</summary>
    public bool MayFail { get; private set; }

    /// <summary>Why the embedded engine does not have it; null where it does.</summary>
    public string? Unsupported { get; private set; }

    /// <summary>Its call as DuckDB's SQL.</summary>
    public Func<ExpressionWriter, TypedCall, string>? CallSql { get; private set; }

    /// <summary>An aggregate's call as DuckDB's SQL; over a window too, so it must be one aggregate call, or an expression around <see cref="AggregateWriter"/>.Call.</summary>
    public Func<AggregateWriter, string>? AggregateSql { get; private set; }

    /// <summary>A generator's columns: a DuckDB list expression for each, all of one length.</summary>
    public Func<ExpressionWriter, TypedGenerator, IReadOnlyList<string>>? GeneratorSql { get; private set; }

    /// <summary>A generator's columns by its arguments.</summary>
    public Func<CallSite, Seq<StructField>>? GeneratorColumns { get; private set; }

    public static FunctionEntry Scalar(string name, params string[] aliases) => new(FunctionKind.Scalar, name, aliases);
    public static FunctionEntry AggregateOf(string name, params string[] aliases) => new(FunctionKind.Aggregate, name, aliases);
    public static FunctionEntry WindowOf(string name, params string[] aliases) => new(FunctionKind.Window, name, aliases);
    public static FunctionEntry GeneratorOf(string name, params string[] aliases) => new(FunctionKind.Generator, name, aliases);

    /// <summary>Begins a signature: the types of its arguments.</summary>
    public FunctionEntry Takes(params ArgumentType[] arguments)
    {
        Signatures.Add(new Signature(arguments));
        return this;
    }

    private Signature Last => Signatures.Count > 0 ? Signatures[^1] : throw new InvalidOperationException($"{Name}: Takes comes first.");

    /// <summary>The last <paramref name="count"/> arguments may be left out.</summary>
    public FunctionEntry Optional(int count) { Last.OptionalCount = count; return this; }

    /// <summary>The last arguments may be left out and then are these constants, which show in the column's name.</summary>
    public FunctionEntry Defaults(params object?[] values)
    {
        Last.OptionalCount = values.Length;
        var from = Last.Arguments.Count - values.Length;
        Last.Defaults = values.Select((v, i) => new TypedLiteral(v, Last.Arguments[from + i].Accept(DataType.Null)!)).ToList();
        return this;
    }

    /// <summary>The last argument may come any number of times, at least <paramref name="atLeast"/>.</summary>
    public FunctionEntry Repeats(int atLeast = 0) { Last.Variadic = true; Last.VariadicMinimum = atLeast; return this; }

    /// <summary>The arguments (those with these indexes, or all) are brought to the type that they meet in.</summary>
    public FunctionEntry SameType(params int[] indexes) { Last.SameType = indexes; return this; }

    /// <summary>The arguments with these indexes must have one type, once each is cast to what its place takes.</summary>
    public FunctionEntry SameTypeStrictly(params int[] indexes) { Last.SameType = indexes; Last.SameTypeUncast = true; return this; }

    /// <summary>The names that named arguments may use.</summary>
    public FunctionEntry Named(params string[] names) { Last.Names = names; return this; }

    public FunctionEntry Gives(DataType type)
    {
        Last.ConstantResult = type;
        return Gives(_ => type);
    }

    public FunctionEntry Gives(Func<Seq<TypedExpression>, DataType> type) { Last.Result = type; return this; }

    /// <summary>The result may be NULL whatever the arguments are.</summary>
    public FunctionEntry Nullable() { Last.ResultNullable = _ => true; return this; }

    /// <summary>The result is never NULL.</summary>
    public FunctionEntry NotNull() { Last.ResultNullable = _ => false; return this; }

    public FunctionEntry NullableWhen(Func<Seq<TypedExpression>, bool> nullable) { Last.ResultNullable = nullable; return this; }

    /// <summary>DuckDB's SQL, with {0}, {1} … for the arguments.</summary>
    public FunctionEntry Sql(string template) { Last.Sql = (w, c) => string.Format(System.Globalization.CultureInfo.InvariantCulture, template, c.Arguments.Select(a => (object)w.Write(a)).ToArray()); return this; }

    public FunctionEntry Sql(Func<ExpressionWriter, TypedCall, string> sql) { Last.Sql = sql; return this; }

    /// <summary>A C# function over the arguments; see <see cref="Kernel"/> for the types.</summary>
    public FunctionEntry Compute(Delegate body) { Last.Kernel = new Kernel(body, false, Deterministic); return this; }

    /// <summary>A C# function that sees NULL arguments too.</summary>
    public FunctionEntry ComputeWithNulls(Delegate body) { Last.Kernel = new Kernel(body, true, Deterministic); return this; }

    /// <summary>A C# function made for the types of the call.</summary>
    public FunctionEntry Compute(Func<TypedCall, Kernel> kernel) { Last.KernelFor = kernel; return this; }

    /// <summary>Writes an aggregate.</summary>
    public FunctionEntry Aggregates(Func<AggregateWriter, string> sql) { AggregateSql = sql; return this; }

    /// <summary>An aggregate as a plain call of DuckDB's aggregate of that name over the arguments.</summary>
    public FunctionEntry Aggregates(string name) => Aggregates(w => w.Call(name));

    /// <summary>Writes a window function's call (without OVER).</summary>
    public FunctionEntry Calls(Func<ExpressionWriter, TypedCall, string> sql) { CallSql = sql; return this; }

    public FunctionEntry Generates(Func<CallSite, Seq<StructField>> columns, Func<ExpressionWriter, TypedGenerator, IReadOnlyList<string>> sql)
    {
        GeneratorColumns = columns;
        GeneratorSql = sql;
        return this;
    }

    /// <summary>A generator that gives a row of NULLs where there is nothing.</summary>
    public FunctionEntry Outer() { IsOuter = true; return this; }

    public bool IsOuter { get; private set; }

    public FunctionEntry Build(Func<CallSite, TypedExpression> builder) { Builder = builder; return this; }

    public FunctionEntry Volatile() { Deterministic = false; return this; }

    public FunctionEntry Fails() { MayFail = true; return this; }

    /// <summary>In a column's name the function shows under its own name, whichever alias it was called by.</summary>
    public FunctionEntry ShownByOwnName() { ownName = true; return this; }

    /// <summary>How a call under the name shows.</summary>
    public string ShownAs(string calledAs) => ownName ? Name : calledAs;

    private bool ownName;

    public FunctionEntry NotSupported(string why) { Unsupported = why; return this; }
}

/// <summary>One way to call a function.</summary>
internal sealed class Signature(ArgumentType[] arguments)
{
    public IReadOnlyList<ArgumentType> Arguments { get; } = arguments;
    public int OptionalCount { get; set; }
    public IReadOnlyList<TypedLiteral> Defaults { get; set; } = [];
    public bool Variadic { get; set; }
    public int VariadicMinimum { get; set; }
    public int[]? SameType { get; set; }
    public bool SameTypeUncast { get; set; }
    public IReadOnlyList<string> Names { get; set; } = [];
    public Func<Seq<TypedExpression>, DataType> Result { get; set; } = _ => throw new InvalidOperationException("The signature has no result type.");

    /// <summary>The result's type where the arguments do not matter; else null.</summary>
    public DataType? ConstantResult { get; set; }

    public Func<Seq<TypedExpression>, bool> ResultNullable { get; set; } = arguments => arguments.Any(a => a.Nullable);
    public Func<ExpressionWriter, TypedCall, string>? Sql { get; set; }
    public Kernel? Kernel { get; set; }
    public Func<TypedCall, Kernel>? KernelFor { get; set; }

    public bool TakesCount(int count) => Variadic
        ? count >= Arguments.Count - 1 + VariadicMinimum
        : count <= Arguments.Count && count >= Arguments.Count - OptionalCount;

    public ArgumentType At(int index) => Arguments[Math.Min(index, Arguments.Count - 1)];
}
