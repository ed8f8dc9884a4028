using CreditNotebooks.Spark.Parsing;
using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Types;
using CreditNotebooks.Spark.Writing;
using FsCheck;
using FsCheck.Fluent;

namespace CreditNotebooks.Spark.Tests.Parsing;

public class RoundTripProperty
{
    [Fact]
    public void Reading_what_was_printed_gives_the_plan_back()
    {
        var plans = Queries(3);
        Prop.ForAll(plans.ToArbitrary(), plan =>
        {
            var text = SparkSqlWriter.Write(plan);
            return plan.Equals(SqlParser.ParseQuery(text)).Label(text);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(600));
    }

    [Fact]
    public void Reading_a_printed_statement_gives_the_statement_back()
    {
        Prop.ForAll(Statements().ToArbitrary(), statement =>
        {
            var text = SparkSqlWriter.Write(statement);
            return statement.Equals(SqlParser.ParseStatement(text)).Label(text);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));
    }

    /// <summary>What only the DataFrame API can say, and what reading replaces by another form.</summary>
    private static readonly HashSet<string> Wordless =
        ["UserFunctionCall", "UpdateFields", "LocalData", "DropColumns", "RenameColumns", "ToNames", "DropDuplicates", "Captured", "FileSource", "Repartitioned", "Hinted", "Observed"];

    [Fact]
    public void Every_kind_of_expression_and_relation_that_SQL_has_words_for_is_tried()
    {
        var tried = Gen.Sample(Queries(3), 600).Select(q => q.ToString()!).Concat(Gen.Sample(Statements(), 100).Select(s => s.ToString()!)).ToList();
        var kinds = typeof(Expression).Assembly.GetTypes()
            .Where(t => !t.IsAbstract && t.Namespace == typeof(Expression).Namespace && (t.IsSubclassOf(typeof(Expression)) || t.IsSubclassOf(typeof(Relation)) || t.IsSubclassOf(typeof(Statement))))
            .Select(t => t.Name).Except(Wordless);
        Assert.DoesNotContain(kinds, kind => !tried.Exists(text => System.Text.RegularExpressions.Regex.IsMatch(text, $@"\b{kind} \{{")));
    }

    private static readonly string[] Names = ["a", "b", "a b", "select", "FROM", "left", "date", "interval", "case", "1L", "x`y", "été", "all", "not"];

    private static Gen<string> AnyName => Gen.Elements(Names);

    private static Gen<bool> AnyBool => ArbMap.Default.GeneratorFor<bool>();

    private static Gen<Seq<string>> SomeNames => Gen.SubListOf(Names).Where(n => n.Any()).Select(n => n.Take(3).ToSeq());

    private static Gen<WindowFrame> Frames(Gen<Expression> offset)
    {
        var kinds = new[] { FrameBoundKind.UnboundedPreceding, FrameBoundKind.Preceding, FrameBoundKind.CurrentRow, FrameBoundKind.Following, FrameBoundKind.UnboundedFollowing };
        var bounds = from k in Gen.Elements(kinds) from e in offset select new FrameBound(k, k is FrameBoundKind.Preceding or FrameBoundKind.Following ? e : null);
        return from u in Gen.Elements(FrameUnit.Rows, FrameUnit.Range) from a in bounds from b in bounds select new WindowFrame(u, a, b);
    }

    private static Gen<Expression> Leaf => Gen.OneOf<Expression>(
        AnyName.Select(name => (Expression)new Name([name])),
        Gen.Two(AnyName).Select(pair => (Expression)new Name([pair.Item1, pair.Item2])),
        ArbMap.Default.GeneratorFor<int>().Select(n => (Expression)new Literal(n, DataType.Integer)),
        ArbMap.Default.GeneratorFor<long>().Select(n => (Expression)new Literal(n, DataType.Long)),
        ArbMap.Default.GeneratorFor<NormalFloat>().Select(n => (Expression)new Literal(n.Get, DataType.Double)),
        ArbMap.Default.GeneratorFor<NonNull<string>>().Select(s => (Expression)new Literal(s.Get, DataType.String)),
        Gen.Elements<Expression>(new Literal(null, DataType.Null), new Literal(true, DataType.Boolean), new Literal(new DecimalValue(-150, 2), new DecimalType(3, 2)),
            new Literal((sbyte)-1, DataType.Byte), new DateTimeLiteral("DATE", "2024-01-31"), new Literal(new Seq<byte>([1, 255]), DataType.Binary),
            new Literal((short)7, DataType.Short), new Literal(-1.5f, DataType.Float), new Literal(double.MinValue, DataType.Double),
            new DateTimeLiteral("TIMESTAMP_NTZ", "2024-01-31 10:00:00.5"), new DateTimeLiteral("TIMESTAMP", "it's"), new Parameter("p q"),
            new IntervalLiteral([new IntervalPart(new Literal(-3, DataType.Integer), "DAY")], null),
            new IntervalLiteral([new IntervalPart(new Unary(UnaryOperator.Minus, new Literal("1-2", DataType.String)), "YEAR")], "MONTH"),
            new IntervalLiteral([new IntervalPart(new Literal("3 days", DataType.String), null)], null),
            new IntervalLiteral([new IntervalPart(new Literal(1, DataType.Integer), "HOUR"), new IntervalPart(new Literal(new DecimalValue(25, 1), new DecimalType(2, 1)), "SECOND")], null)));

    private static Gen<Expression> Expressions(int depth)
    {
        if (depth == 0) return Leaf;
        var inner = Expressions(depth - 1);
        var lists = inner.ListOf(2).Select(items => items.ToSeq());
        return Gen.OneOf(
            Leaf,
            from o in Gen.Elements(Enum.GetValues<BinaryOperator>()) from l in inner from r in inner select (Expression)new Binary(o, l, r),
            from o in Gen.Elements(Enum.GetValues<UnaryOperator>()) from x in inner select (Expression)new Unary(o, x),
            from x in inner from l in inner from h in inner from n in AnyBool select (Expression)new Between(x, l, h, n),
            from x in inner from items in lists from n in AnyBool select (Expression)new In(x, items, n),
            from x in inner from p in inner from n in AnyBool select (Expression)new Like(LikeKind.ILike, LikeQuantifier.One, x, [p], null, n),
            from x in inner from items in lists select (Expression)new Like(LikeKind.Like, LikeQuantifier.All, x, items, null, false),
            from x in inner from n in AnyBool select (Expression)new IsNull(x, n),
            from x in inner from p in inner from n in AnyBool select (Expression)new Like(LikeKind.Like, LikeQuantifier.One, x, [p], '/', n),
            from x in inner from items in lists from k in Gen.Elements(LikeKind.Like, LikeKind.ILike) from n in AnyBool select (Expression)new Like(k, LikeQuantifier.Any, x, items, null, n),
            from x in inner from p in inner select (Expression)new Like(LikeKind.RLike, LikeQuantifier.One, x, [p], null, false),
            from x in inner from y in inner from n in AnyBool select (Expression)new IsDistinctFrom(x, y, n),
            from x in inner select (Expression)new Cast(x, new StructType([new StructField("a b", DataType.Timestamp)]), true),
            from x in inner from n in Gen.Elements<bool?>(true, false, null) select (Expression)new FunctionCall(["lag"], [x]) { IgnoreNulls = n, Over = new WindowSpecification([], [new SortOrder(x, false, null)], null) },
            from x in inner from f in Frames(inner) select (Expression)new FunctionCall(["max"], [x]) { Over = new WindowSpecification([x], [new SortOrder(x, false, false)], f) },
            from x in inner from y in inner select (Expression)new FunctionCall(["percentile_cont"], [x]) { WithinGroup = [new SortOrder(y, true, null)] },
            from x in inner from y in AnyName select (Expression)new FunctionCall(["db", "f"], [new NamedArgument(y, x)]),
            from x in inner from p in AnyName from r in AnyName where p != r select (Expression)new FunctionCall(["reduce"], [x, x, new Lambda([p, r], x)]),
            from q in Queries(0) select (Expression)new ScalarSubquery(q),
            from q in Queries(0) select (Expression)new Exists(q),
            from q in Queries(0) from items in lists from n in AnyBool from one in AnyBool where items.All(i => i is not RowConstructor) select (Expression)new InSubquery(one ? [items[0]] : items, q, n),
            from x in inner from n in ArbMap.Default.GeneratorFor<bool?>() select (Expression)new IsTruth(x, n, true),
            from x in inner from t in Gen.Elements<DataType>(DataType.Integer, new DecimalType(5, 2), new MapType(DataType.String, new ArrayType(new ArrayType(DataType.Date)))) select (Expression)new Cast(x, t, false),
            from f in Gen.Elements("upper", "trim", "substring", "left", "position", "if", "first", "struct") from items in lists select (Expression)new FunctionCall([f], items),
            from x in inner from y in inner select (Expression)new FunctionCall(["sum"], [x]) { Distinct = true, Filter = y, Over = new WindowSpecification([y], [new SortOrder(x, true, false)], null) },
            from x in inner from y in inner select (Expression)new Subscript(x, y),
            from x in inner where x is not Name from f in AnyName select (Expression)new FieldAccess(x, f),
            from c in inner.ListOf(3) select (Expression)new Case(c[0], [new WhenBranch(c[1], c[2])], c[0]),
            from p in AnyName from b in inner select (Expression)new FunctionCall(["transform"], [b, new Lambda([p], b)]),
            from items in lists select (Expression)new RowConstructor(items));
    }

    private static Gen<Relation> Sources(int depth)
    {
        Gen<Relation> table = AnyName.Select(name => (Relation)new Table([name]));
        if (depth == 0) return table;
        var inner = Queries(depth - 1);
        var expression = Expressions(1);
        return Gen.OneOf(
            table,
            from q in inner from a in AnyName where !Keywords.NoTableAlias.Contains(a.ToUpperInvariant()) select (Relation)new SubqueryAlias(q, a, ["c"]),
            from l in inner from r in inner from k in Gen.Elements(Enum.GetValues<JoinKind>()) from c in expression select (Relation)new Join(l, r, k, c, [], false, false),
            from l in inner from r in inner select (Relation)new Join(l, r, JoinKind.LeftOuter, null, ["select", "b"], false, false),
            from q in inner from e in expression select (Relation)new LateralView(q, new FunctionCall(["explode"], [e]), true, "v", ["x", "y"]),
            from q in inner from e in expression select (Relation)new Pivot(q, [e], [new Name(["a"])], [new Alias(new Literal(1, DataType.Integer), ["one"])]),
            Gen.Two(AnyName).Select(pair => (Relation)new Table([pair.Item1, pair.Item2])),
            from e in expression where e is not Star select (Relation)new TableFunction(new FunctionCall(["range"], [e])),
            from l in inner from r in inner from k in Gen.Elements(JoinKind.Inner, JoinKind.LeftOuter, JoinKind.FullOuter, JoinKind.LeftAnti) select (Relation)new Join(l, r, k, null, [], true, false),
            from l in inner from r in Queries(0) from c in expression from k in Gen.Elements(JoinKind.Inner, JoinKind.Cross, JoinKind.LeftOuter) select (Relation)new Join(l, r, k, k == JoinKind.Cross ? null : c, [], false, true),
            from q in inner from es in expression.ListOf(2) from n in SomeNames select (Relation)new Pivot(q, [es[0], new Alias(es[1], ["x"])], n.Select(c => (Expression)new Name([c])).ToSeq(),
                [n.Count == 1 ? es[1] : new RowConstructor(n.Select(_ => es[1]).ToSeq())]),
            from q in inner from n in AnyBool select (Relation)new Unpivot(q, ["v", "w"], "n", [new UnpivotItem([new Name(["a"]), new Name(["b c"])], null), new UnpivotItem([new Name(["d"]), new Name(["e"])], "x")], n),
            from q in inner from n in AnyBool select (Relation)new Sample(q, 50, null, n ? 3 : null),
            from q in inner select (Relation)new Unpivot(q, ["v"], "n", [new UnpivotItem([new Name(["a"])], "x")], true),
            from q in inner select (Relation)new Sample(q, 12.5, null, 7));
    }

    private static Gen<Relation> Queries(int depth)
    {
        if (depth == 0) return Sources(0);
        var inner = Queries(depth - 1);
        var source = Sources(depth);
        var expression = Expressions(2);
        return Gen.OneOf(
            source,
            from q in source from e in expression from a in AnyName select (Relation)new Project(q, [e, new Alias(e, [a])]),
            from q in source from e in expression select (Relation)new Filter(q, e),
            from q in source from e in expression from h in expression where e is not RowConstructor select (Relation)new Aggregate(q, new Grouping([new GroupingItem(GroupingKind.Rollup, [[e], [e, h], []])]), [e], h),
            from q in inner select (Relation)new Distinct(q),
            from q in inner from e in expression from g in AnyBool select (Relation)new Sort(q, [new SortOrder(e, g, g ? null : true)], g),
            from q in inner select (Relation)new Limit(q, new Literal(3, DataType.Integer)),
            from q in inner select (Relation)new Offset(q, new Literal(3, DataType.Integer)),
            from l in inner from r in inner from k in Gen.Elements(Enum.GetValues<SetKind>()) from all in AnyBool select (Relation)new SetOperation(k, all, false, l, r),
            from l in inner from r in inner select (Relation)new With([new CommonTable("t", ["c"], l)], r, false),
            from e in expression from a in SomeNames select (Relation)new Project(new OneRow(), [new Alias(e, a)]),
            from q in source from s in AnyName from x in AnyName select (Relation)new Project(q, [new Star([s], []), new Star([], [new Name([x])])]),
            from q in source from e in expression from extend in AnyBool select (Relation)new Project(q, extend ? [new Star([], []), e] : [e]) { Piped = true },
            from q in source from e in expression select (Relation)new Aggregate(q, new Grouping([]), [new FunctionCall(["sum"], [e])], null),
            from q in source from e in expression from h in expression select (Relation)new Aggregate(q, new Grouping([], All: true), [e], h),
            from q in source from e in expression from k in Gen.Elements(GroupingKind.Cube, GroupingKind.Sets) where e is not RowConstructor
                select (Relation)new Aggregate(q, new Grouping([new GroupingItem(GroupingKind.Expression, [[new Name(["a"])]]), new GroupingItem(k, [[e], [e, e]])]), [e], null),
            from q in source from e in expression select (Relation)new WithColumns(q, [new Alias(e, ["a b"])]) { Existing = true },
            from l in inner from r in inner select (Relation)new With([new CommonTable("t", [], l), new CommonTable("r", ["n", "m"], r)], new Table(["r"]), true),
            from e in expression from f in expression select (Relation)new InlineTable([[e], [e, f]]));
    }

    private static Gen<Statement> Statements()
    {
        var query = Queries(1);
        var columns = new StructType([new StructField("a b", DataType.Integer, false) { Comment = "it's" }, new StructField("m", new MapType(DataType.String, DataType.Double))]);
        return Gen.OneOf(
            from q in query select (Statement)new Query(q),
            from q in query where q is not FileSource from n in AnyName from c in SomeNames from r in AnyBool from g in AnyBool select (Statement)new CreateView([n], r ? c : [], q, r, false, g),
            from n in AnyName from given in AnyBool select (Statement)new CreateView([n],
                [], new FileSource("csv", given ? ["a\\b'c.csv"] : [], given ? columns : null, [KeyValuePair.Create("header", "true"), KeyValuePair.Create("sep", "'")]), true, false, false),
            from n in Gen.Two(AnyName) from e in AnyBool select (Statement)new DropView([n.Item1, n.Item2], e),
            from k in Gen.Elements("spark.sql.x", "a b", "x`y") from v in Gen.Elements("1", "it's", "a`b", null, "") select (Statement)new SetConfiguration(k, v),
            Gen.Elements<Statement>(new SetConfiguration(null, null), new ResetConfiguration(null), new ResetConfiguration("a.b"), new UncacheTable(null, false)),
            from q in query from m in Gen.Elements("", "EXTENDED", "FORMATTED", "CODEGEN", "COST") select (Statement)new Explain(q, m),
            from q in query select (Statement)new Describe(q),
            from w in Gen.Elements("TABLES", "VIEWS", "FUNCTIONS") from p in Gen.Elements("a*|b", null, "it's") select (Statement)new Show(w, [], p),
            from n in AnyName select (Statement)new Show("COLUMNS", ["db", n], null),
            from n in AnyName from q in query from l in AnyBool select (Statement)new CacheTable([n], l ? q : null, l),
            from n in AnyName from e in AnyBool select (Statement)new UncacheTable(["db", n], e));
    }
}
