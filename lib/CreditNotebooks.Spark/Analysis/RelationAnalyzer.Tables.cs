using CreditNotebooks.Spark.Catalogue;
using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Analysis;

/// <summary>The common table expressions that can be seen, the nearest first.</summary>
internal sealed record CommonTables(CommonTable Table, CommonTables? Outer, bool Recursive)
{
    /// <summary>Inside a recursive table's own query: what the table's name stands for.</summary>
    public RecursiveReferencePlan? Self { get; init; }
}

/// <summary>FROM: tables, views, files, common table expressions and table functions.</summary>
internal sealed partial class RelationAnalyzer
{
    private static readonly string[] FileFormats = ["csv", "json", "parquet", "text"];

    private TypedPlan AnalyzeTable(Table t)
    {
        if (t.Name.Count == 1 && FindCommonTable(t.Name[0]) is { } common) return common;
        if (views.Find(t.Name) is { } view)
        {
            var plan = new RelationAnalyzer(context, views.Without(t.Name), schemas, null, null, outputs).AnalyzeQuery(view.Query);
            if (view.Schema is { } schema) plan = AsCreated(plan, view, schema);
            return Renamed(plan, plan.Output.Select(c => c with { Qualifier = view.Global ? ["global_temp", view.Name] : [view.Name] }).ToSeq());
        }
        if (t.Name.Count == 2 && FileFormats.Contains(t.Name[0].ToLowerInvariant()))
            return Analyze(new FileSource(t.Name[0].ToLowerInvariant(), [t.Name[1]], null, []) { Span = t.Span });
        if (t.Name.Count == 2 && t.Name[0].ToLowerInvariant() is "delta" or "orc" or "avro")
            throw SparkException.Unsupported($"Reading {t.Name[0].ToLowerInvariant()} files", t.Span);
        var close = views.All.Select(v => v.Name).Where(n => EditDistance.Between(n.ToLowerInvariant(), t.Name[^1].ToLowerInvariant()) <= Math.Max(1, n.Length / 3)).Take(3).ToList();
        var hint = close.Count > 0 ? $" Did you mean {string.Join(" or ", close.Select(Identifier.QuoteAlways))}?" : "";
        throw new SparkException("TABLE_OR_VIEW_NOT_FOUND", $"The table or view {Identifier.QuoteAlways(t.Name)} cannot be found. Verify the spelling and correctness of the schema and catalog.{hint}", t.Span);
    }

    /// <summary>A view that SQL made sees today's views below it, but keeps its own columns.</summary>
    private ProjectPlan AsCreated(TypedPlan plan, View view, StructType schema) => new(plan, schema.Fields.Select(f =>
    {
        var column = plan.Output.FirstOrDefault(c => Scope.Same(c.Name, f.Name)) ?? throw new SparkException("INCOMPATIBLE_VIEW_SCHEMA_CHANGE",
            $"The query of view {Identifier.QuoteAlways(view.Name)} has an incompatible schema change: its column {Identifier.QuoteAlways(f.Name)} is not there any more. Please recreate the view.");
        if (TypeCoercion.SameButNulls(column.Type, f.DataType)) return new ComputedColumn(column, column);
        if (TypeCoercion.TightestCommon(column.Type, f.DataType) != f.DataType)
            throw new SparkException("CANNOT_UP_CAST_DATATYPE", $"Cannot up cast {Identifier.QuoteAlways(f.Name)} from \"{column.Type.Sql}\" to \"{f.DataType.Sql}\"; please recreate the view {Identifier.QuoteAlways(view.Name)}.");
        var cast = CastRules.Implicit(column, f.DataType);
        return new ComputedColumn(cast, context.NewColumn(f.Name, f.DataType, cast.Nullable));
    }).ToSeq());

    private TypedPlan? FindCommonTable(string name)
    {
        for (var table = commonTables; table is not null; table = table.Outer)
        {
            if (!Scope.Same(table.Table.Name, name)) continue;
            if (table.Self is { } self)
                return self with { Output = self.Output.Select(c => c with { Id = context.NextId(), Qualifier = [table.Table.Name] }).ToSeq() };
            var plan = Common(table);
            // Spark computes such a table once; here each use would draw its own rows.
            if (PlanWalk.IsVolatile(plan) && !context.VolatileTables.Add(table.Table))
                throw SparkException.Unsupported($"The table {Identifier.QuoteAlways([table.Table.Name])} of WITH, which is random, in more than one place", table.Table.Query.Span);
            return plan;
        }
        return null;
    }

    private TypedPlan Common(CommonTables table)
    {
        var definition = table.Table;
        // A table's query sees the tables before it; it does not see what its user sees around.
        var plan = table.Recursive && References(definition.Query, definition.Name) ? Recursive(table)
            : new RelationAnalyzer(context, views, schemas, outer, table.Outer, outputs).AnalyzeQuery(definition.Query);
        return Aliased(plan, new SubqueryAlias(definition.Query, definition.Name, definition.Columns) { Span = definition.Query.Span });
    }

    private static bool References(Relation relation, string name) => RelationWalk.All(relation).Any(r => r is Table { Name: [var n] } && Scope.Same(n, name));

    private TypedPlan Recursive(CommonTables table)
    {
        if (table.Table.Query is not SetOperation { Kind: SetKind.Union } union || References(union.Left, table.Table.Name))
            throw new SparkException("INVALID_RECURSIVE_CTE", "Invalid recursive definition found. Recursive queries must contain an UNION or an UNION ALL statement with 2 children. The first child needs to be the anchor term without any recursive references.", table.Table.Query.Span);
        if (!union.All) throw new SparkException("UNION_NOT_SUPPORTED_IN_RECURSIVE_CTE", "The UNION operator is not yet supported within recursive common table expressions (WITH clauses that refer to themselves, directly or indirectly). Please use UNION ALL instead.", union.Span);
        var anchor = new RelationAnalyzer(context, views, schemas, outer, table.Outer, outputs).AnalyzeQuery(union.Left);
        if (table.Table.Columns.Count > 0 && table.Table.Columns.Count == anchor.Output.Count)
            anchor = Renamed(anchor, anchor.Output.Select((c, i) => c with { Name = table.Table.Columns[i] }).ToSeq());
        var id = context.NextId();
        var columns = anchor.Output.Select(c => context.NewColumn(c.Name, c.Type, true)).ToSeq();
        var self = new RecursiveReferencePlan(id, columns.Select(c => c.Name).ToSeq(), columns);
        var step = new RelationAnalyzer(context, views, schemas, outer, table with { Self = self }, outputs).AnalyzeQuery(union.Right);
        if (step.Output.Count != anchor.Output.Count)
            throw new SparkException("NUM_COLUMNS_MISMATCH", $"UNION can only be performed on inputs with the same number of columns, but the first input has {anchor.Output.Count} columns and the second input has {step.Output.Count} columns.", union.Span);
        foreach (var (first, next) in anchor.Output.Zip(step.Output))
        {
            if (TypeCoercion.Wider(first.Type, next.Type) is not { } wider || !TypeCoercion.SameButNulls(wider, first.Type))
                throw new SparkException("CANNOT_MERGE_INCOMPATIBLE_DATA_TYPE", $"Failed to merge incompatible data types \"{first.Type.Sql}\" and \"{next.Type.Sql}\": a recursive common table expression has the types of its first part; cast the other's column {first.Name}.", union.Span);
        }
        step = CastOutput(step, anchor.Output.Select(c => c.Type).ToList());
        if (PlanWalk.MisplacesRecursion(step))
            throw new SparkException("INVALID_RECURSIVE_REFERENCE.PLACE", "Invalid recursive reference found inside WITH RECURSIVE clause. Recursive references cannot be used on the right side of left outer joins, on the left side of right outer joins, in full outer joins, in aggregates or under window functions.", union.Span);
        return new RecursivePlan(id, anchor, step, union.All, anchor.Output.Select(c => context.NewColumn(c.Name, c.Type, true)).ToSeq());
    }

    private TypedPlan AnalyzeWith(With w)
    {
        var tables = commonTables;
        foreach (var group in w.Tables.GroupBy(t => t.Name.ToLowerInvariant()))
            if (group.Count() > 1) throw new SparkException("DUPLICATED_CTE_NAMES", $"CTE definition can't have duplicate names: {Identifier.QuoteAlways(group.First().Name)}.", w.Span);
        foreach (var table in w.Tables)
        {
            tables = new CommonTables(table, tables, w.Recursive);
            // A table that nobody uses must be right all the same.
            _ = new RelationAnalyzer(context, views, schemas, outer, tables, outputs).Common(tables);
        }
        return new RelationAnalyzer(context, views, schemas, outer, tables, outputs).Analyze(w.Child);
    }

    private TypedPlan AnalyzeTableFunction(TableFunction f)
    {
        var name = f.Call.Name[^1].ToLowerInvariant();
        if (name == "range") return AnalyzeRange(f);
        if (context.Functions.Find(name) is { Kind: FunctionKind.Generator })
        {
            var expressions = Expressions(new Scope([], outer));
            var generator = (TypedGenerator)expressions.Analyze(f.Call);
            return Generated(new OneRowPlan(), generator, [], null);
        }
        throw new SparkException("UNRESOLVABLE_TABLE_VALUED_FUNCTION", $"Could not resolve `{name}` to a table-valued function. Please make sure that it is defined as a table-valued function and that all required parameters are provided correctly.", f.Span);
    }

    private RangePlan AnalyzeRange(TableFunction f)
    {
        var expressions = Expressions(new Scope([]));
        var numbers = f.Call.Arguments.Select(a => expressions.Fold(CastRules.Implicit(expressions.Analyze(a), DataType.Long))).Select(a => a is TypedLiteral { Value: long n } ? n
            : throw new SparkException("UNEXPECTED_INPUT_TYPE", "The arguments of `range` must be constant whole numbers.", a.Span)).ToList();
        var (start, end, step) = numbers switch
        {
            [var e] => (0L, e, 1L),
            [var s, var e] => (s, e, 1L),
            [var s, var e, var n] => (s, e, n),
            [var s, var e, var n, _] => (s, e, n),
            _ => throw new SparkException("WRONG_NUM_ARGS.WITHOUT_SUGGESTION", $"The `range` requires [1, 2, 3, 4] parameters but the actual number is {numbers.Count}.", f.Span),
        };
        if (step == 0) throw new SparkException("INVALID_PARAMETER_VALUE", "The step of `range` must not be 0.", f.Span);
        return new RangePlan(start, end, step, [context.NewColumn("id", DataType.Long, false)]);
    }

    private TypedPlan AnalyzeLateralView(LateralView v)
    {
        var child = Analyze(v.Child);
        if (Expressions(ScopeOf(child)).Analyze(v.Generator) is not TypedGenerator generator)
            throw new SparkException("UNSUPPORTED_GENERATOR.NOT_GENERATOR", $"The generator is not supported: {Identifier.QuoteAlways(v.Generator.Name)} is expected to be a generator.", v.Span);
        return Generated(child, generator with { Outer = generator.Outer || v.Outer }, v.ColumnAliases, v.TableAlias.Length > 0 ? v.TableAlias : null);
    }

    /// <summary>A generator's rows beside the child's, with its columns under the given names.</summary>
    public GeneratePlan Generated(TypedPlan child, TypedGenerator generator, Seq<string> names, string? qualifier)
    {
        if (names.Count > 0 && names.Count != generator.Columns.Count)
            throw new SparkException("NUM_TABLE_VALUE_ALIASES_MISMATCH", $"Number of given aliases does not match number of output columns. Function name: {generator.Function.Name}; number of aliases: {names.Count}; number of output columns: {generator.Columns.Count}.", generator.Span);
        var columns = generator.Columns.Select((c, i) => context.NewColumn(names.Count > 0 ? names[i] : c.Name, c.DataType, c.Nullable || generator.Outer) with { Qualifier = qualifier is null ? [] : [qualifier] }).ToSeq();
        return new GeneratePlan(child, generator, columns);
    }
}
