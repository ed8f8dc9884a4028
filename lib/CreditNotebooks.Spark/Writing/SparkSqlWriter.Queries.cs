using CreditNotebooks.Spark.Plans;

namespace CreditNotebooks.Spark.Writing;

// Queries: what may stand in parentheses or alone. A relation that needs a place of its own becomes a query in parentheses, which reads back as itself.
internal sealed partial class SparkSqlWriter
{
    private const int UnionLevel = 0, IntersectLevel = 1, QueryPrimaryLevel = 2;

    private void WriteQuery(Relation query)
    {
        EnterLevel();
        if (query is With with)
        {
            Put(with.Recursive ? "WITH RECURSIVE " : "WITH ");
            var outer = commonTables;
            if (with.Recursive) commonTables = commonTables.Union(with.Tables.Select(t => t.Name));
            PutList(with.Tables, WriteCommonTable);
            Put(" ");
            if (with.Child is With) WriteSubquery(with.Child);
            else WriteQuery(with.Child);
            commonTables = outer;
            return;
        }
        var limit = query as Limit;
        var offset = (limit?.Child ?? query) as Offset;
        var inner = offset?.Child ?? limit?.Child ?? query;
        var local = inner is Sort { Global: false } sorted ? sorted : null;
        if (local is not null) inner = local.Child;
        // Only one of ORDER BY and SORT BY may stand there.
        var global = local is null && inner is Sort { Global: true } ordered ? ordered : null;
        if (global is not null) inner = global.Child;
        WriteTerm(inner, UnionLevel);
        WriteOrder(" ORDER BY ", global);
        WriteOrder(" SORT BY ", local);
        if (limit is not null)
        {
            Put(" LIMIT ");
            WriteExpression(limit.Count);
        }
        if (offset is not null)
        {
            Put(" OFFSET ");
            WriteExpression(offset.Count);
        }
    }

    private void WriteOrder(string words, Sort? sort)
    {
        if (sort is null) return;
        Put(words);
        PutList(sort.Orders, WriteSortItem);
    }

    private void WriteCommonTable(CommonTable table)
    {
        Put(Quote(table.Name));
        if (table.Columns.Count > 0) PutNames(table.Columns);
        Put(" AS ");
        WriteSubquery(table.Query);
        commonTables = commonTables.Add(table.Name);
    }

    /// <summary>An operand of set operators, in parentheses where it binds looser than <paramref name="level"/> or has clauses behind it.</summary>
    private void WriteTerm(Relation relation, int level)
    {
        EnterLevel();
        var own = relation switch
        {
            With or Limit or Offset or Sort => -1,
            SetOperation { Kind: SetKind.Intersect } => IntersectLevel,
            SetOperation or WithColumns or Project { Piped: true } => UnionLevel,
            _ when IsOneGroup(relation) => UnionLevel,
            _ => QueryPrimaryLevel,
        };
        if (own < level) WriteSubquery(relation);
        else WriteBareTerm(relation);
    }

    private void WriteBareTerm(Relation relation)
    {
        switch (relation)
        {
            case SetOperation operation: WriteSetOperation(operation); break;
            case WithColumns columns: WriteWithColumns(columns); break;
            case Project { Piped: true } project:
                WritePiped(project.Child);
                if (project.Expressions is [Star { Qualifier.Count: 0, Except.Count: 0 }, ..] && project.Expressions.Count > 1)
                {
                    Put("EXTEND ");
                    PutList(project.Expressions.Skip(1), WriteNamed);
                }
                else
                {
                    Put("SELECT ");
                    PutList(project.Expressions, WriteNamed);
                }
                break;
            case Aggregate aggregate when IsOneGroup(aggregate):
                WritePiped(aggregate.Child);
                Put("AGGREGATE ");
                PutList(aggregate.Expressions, WriteNamed);
                break;
            case InlineTable table: WriteInlineTable(table); break;
            case ToNames names: WriteBareTerm(new SubqueryAlias(names.Child, "renamed", names.Names)); break;
            case DropDuplicates { Columns.Count: 0 } all: WriteBareTerm(new Distinct(all.Child)); break;
            default: WriteSelect(relation); break;
        }
    }

    /// <summary>Whether it is a group of all rows whatever stands in its list: the pipe's AGGREGATE alone says so.</summary>
    private static bool IsOneGroup(Relation relation) => relation is Aggregate { Grouping: { All: false, Items.Count: 0 }, Having: null };

    private void WritePiped(Relation input)
    {
        Put("FROM ");
        WriteFrom(input);
        Put(" |> ");
    }

    private void WriteWithColumns(WithColumns columns)
    {
        // SET names columns that exist; only the engine knows whether a column of the DataFrame API does.
        if (!columns.Existing) throw Refuse("WithColumn");
        WritePiped(columns.Child);
        Put("SET ");
        PutList(columns.Columns, column =>
        {
            Put(Quote(column.Names[0])).Put(" = ");
            WriteExpression(column.Operand);
        });
    }

    private void WriteSetOperation(SetOperation operation)
    {
        if (operation.ByName) throw Refuse("A set operation by name");
        var level = operation.Kind == SetKind.Intersect ? IntersectLevel : UnionLevel;
        WriteTerm(operation.Left, level);
        Put(operation.Kind switch { SetKind.Union => " UNION ", SetKind.Intersect => " INTERSECT ", _ => " EXCEPT " }).Put(operation.All ? "ALL " : "");
        WriteTerm(operation.Right, level + 1);
    }

    private void WriteSelect(Relation relation)
    {
        var distinct = relation as Distinct;
        Put(distinct is null ? "SELECT " : "SELECT DISTINCT ");
        if (distinct is not null && (distinct.Child is not (Project { Piped: false } or Aggregate) || IsOneGroup(distinct.Child))) WriteSelectBody([new Star([], [])], distinct.Child, null, null);
        else switch (distinct?.Child ?? relation)
        {
            case Project { Piped: false } project: WriteSelectBody(project.Expressions, project.Child, null, null); break;
            case Aggregate aggregate: WriteSelectBody(WithKeys(aggregate), aggregate.Child, aggregate.Grouping, aggregate.Having); break;
            case var other: WriteSelectBody([new Star([], [])], other, null, null); break;
        }
    }

    private static Seq<Expression> WithKeys(Aggregate aggregate)
    {
        if (!aggregate.WithGroupingColumns) return aggregate.Expressions;
        if (aggregate.Grouping.Items.All(item => item.Kind == GroupingKind.Expression)) return [.. aggregate.Grouping.Items.Select(item => item.Sets[0][0]), .. aggregate.Expressions];
        throw Refuse("Rollup, Cube or GroupingSets of the DataFrame API");
    }

    private void WriteSelectBody(Seq<Expression> list, Relation from, Grouping? grouping, Expression? having)
    {
        PutList(list, WriteNamed);
        var filter = from as Filter;
        var source = filter?.Child ?? from;
        if (source is not OneRow)
        {
            Put(" FROM ");
            WriteFrom(source);
        }
        if (filter is not null)
        {
            Put(" WHERE ");
            WriteExpression(filter.Condition);
        }
        if (grouping is not null) WriteGrouping(grouping);
        if (having is null) return;
        Put(" HAVING ");
        WriteExpression(having);
    }

    private void WriteGrouping(Grouping grouping)
    {
        if (grouping.All) Put(" GROUP BY ALL");
        if (grouping.Items.Count == 0) return;
        Put(" GROUP BY ");
        PutList(grouping.Items, item =>
        {
            if (item.Kind == GroupingKind.Expression)
            {
                WriteExpression(item.Sets[0][0]);
                return;
            }
            Put(item.Kind switch { GroupingKind.Rollup => "ROLLUP ", GroupingKind.Cube => "CUBE ", _ => "GROUPING SETS " });
            PutInParentheses(item.Sets, set => PutInParentheses(set, WriteExpression));
        });
    }

    private void WriteInlineTable(InlineTable table)
    {
        Put("VALUES ");
        PutList(table.Rows, row =>
        {
            // A struct that stands alone would be read as the row itself.
            var alone = row is [RowConstructor] || row is [FunctionCall { Name: [var name] }] && name.Equals("struct", StringComparison.OrdinalIgnoreCase);
            Put(alone ? Quote("struct") : "");
            PutInParentheses(row, WriteNamed);
        });
    }
}
