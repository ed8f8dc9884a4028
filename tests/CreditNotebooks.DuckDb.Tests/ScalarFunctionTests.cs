namespace CreditNotebooks.DuckDb.Tests;

public sealed class ScalarFunctionTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Theory, MemberData(nameof(Literals.All), MemberType = typeof(Literals))]
    public void Carries_every_type_in_and_out(string literal, object? expected)
    {
        using var probe = _session.Connection.Query($"SELECT {literal}");
        var type = probe.Columns[0].Type;
        if (type.Id == DuckDbTypeId.SqlNull)
        {
            return;
        }

        _session.Connection.Register(new ScalarFunction("same", [type], type, static (input, output) =>
        {
            for (var row = 0; row < input.Count; row++)
            {
                output.SetValue(row, input[0].GetValue(row));
            }
        }) { SeesNulls = true });
        Assert.Equal(expected, _session.Scalar($"SELECT same({literal})"));
        var rows = _session.Rows($"SELECT same(v) FROM range(5000) r(i) LEFT JOIN (SELECT {literal} AS v) ON i % 3 = 1 ORDER BY i");
        Assert.All(rows.Index(), row => Assert.Equal(row.Index % 3 == 1 ? expected : null, row.Item[0]));
        Assert.Equal(0L, _session.Scalar(
            $"SELECT count(*) FROM range(5000) r(i) LEFT JOIN (SELECT {literal} AS v) ON i % 3 = 1 WHERE same(v) IS DISTINCT FROM v"));
    }

    [Fact]
    public void An_exception_in_the_body_is_the_query_s_error()
    {
        _session.Connection.Register(new ScalarFunction("fail", [DuckDbType.BigInt], DuckDbType.BigInt, static (_, _) =>
            throw new FormatException("Kein gültiger Wert: \"x\" {0}\nline two")));
        var error = Assert.Throws<DuckDbException>(() => _session.Rows("SELECT fail(i) FROM range(10000) r(i)"));
        Assert.Equal("Kein gültiger Wert: \"x\" {0}\nline two", error.Message);
        Assert.IsType<FormatException>(error.InnerException);
        Assert.Equal(DuckDbErrorType.InvalidInput, error.ErrorType);
        Assert.Throws<DuckDbException>(() => _session.Connection.Execute("SELECT fail(1)"));
        Assert.Equal(7, _session.Scalar("SELECT 7"));
    }

    [Fact]
    public void A_row_with_a_null_argument_is_null_before_the_body_runs()
    {
        _session.Connection.Register(new ScalarFunction("one", [DuckDbType.Any, DuckDbType.Any], DuckDbType.Integer, static (_, output) =>
            output.Values<int>().Fill(1)));
        Assert.Equal(
            [1, null, null], _session.Rows("SELECT one(a, b) FROM (VALUES (1, 'x'), (NULL, 'y'), (3, NULL)) t(a, b)").Select(row =>
                row[0]));
        Assert.Null(_session.Scalar("SELECT one(NULL, 1)"));
    }

    [Fact]
    public void Takes_any_number_of_arguments_and_runs_on_several_threads()
    {
        _session.Connection.Register(new ScalarFunction("total", [], DuckDbType.BigInt, static (input, output) =>
        {
            for (var column = 0; column < input.ColumnCount; column++)
            {
                for (var row = 0; row < input.Count; row++)
                {
                    output.Set(row, output.Values<long>()[row] + input[column].Get<long>(row));
                }
            }
        }) { Varargs = DuckDbType.BigInt, IsVolatile = true });
        Assert.Equal((Int128)3 * 999999 * 500000, _session.Scalar("SELECT sum(total(i, i, i)) FROM range(1000000) r(i)"));
    }

    [Fact]
    public void Bad_output_is_an_error_and_never_a_crash()
    {
        Register("bad_utf8", DuckDbType.Varchar, output => output.SetUtf8(0, [0xC3, 0x28]));
        Register("bad_row", DuckDbType.Varchar, output => output.SetString(output.Count, "x"));
        Register("bad_list", DuckDbType.List(DuckDbType.Integer), output => output.SetListEntry(0, 0, 5));
        Register("bad_digits", DuckDbType.Decimal(4, 2), output => output.SetDecimal(0, 10000));
        Register("nothing", DuckDbType.Map(DuckDbType.Varchar, DuckDbType.List(DuckDbType.Varchar)), _ => { });
        Register("empty_elements", DuckDbType.List(DuckDbType.Varchar), output => output.AddList(0, 5000));
        foreach (var name in new[] { "bad_utf8", "bad_row", "bad_list", "bad_digits" })
        {
            Assert.NotNull(Assert.Throws<DuckDbException>(() => _session.Rows($"SELECT {name}(i) FROM range(3) r(i)")).InnerException);
        }

        Assert.Equal("{}", _session.Scalar("SELECT nothing(1)::VARCHAR"));
        Assert.Equal(5000L, _session.Scalar("SELECT len(list_filter(empty_elements(1), x -> x = ''))"));
    }

    [Fact]
    public void Using_its_own_connection_in_the_body_is_an_error()
    {
        var connection = _session.Connection;
        Register("nested", DuckDbType.Integer, _ => connection.Execute("SELECT 1"));
        Assert.IsType<InvalidOperationException>(Assert.Throws<DuckDbException>(() => _session.Rows("SELECT nested(1)")).InnerException);
        Register("closing", DuckDbType.Integer, _ => connection.Dispose());
        Assert.IsType<InvalidOperationException>(Assert.Throws<DuckDbException>(() => _session.Rows("SELECT closing(1)")).InnerException);
    }

    [Fact]
    public void Sees_nested_arguments_that_other_functions_made()
    {
        _session.Connection.Register(new ScalarFunction("elements", [DuckDbType.List(DuckDbType.Integer)], DuckDbType.Varchar,
            static (input, output) =>
        {
            for (var row = 0; row < input.Count; row++)
            {
                output.SetString(row, string.Join(',', ((object?[])input[0].GetValue(row)!).Select(x => x ?? "null")));
            }
        }));
        Assert.Equal(0L, _session.Scalar(
            """
            SELECT count(*) FROM (SELECT i::INTEGER AS i FROM range(10000) r(i)) WHERE i > 1 AND
              (elements([i, 7]) <> i || ',7' OR elements(list_filter([i, 1, NULL, i + 1], x -> x <> 1)) <> i || ',' || (i + 1)
               OR elements(list_slice([1, i, 3], 2, 3)) <> i || ',3' OR elements(list_sort([5, i + 5])) <> '5,' || (i + 5)
               OR elements(struct_extract({'a': [i]}, 'a')) <> i::VARCHAR OR elements(list_transform([1, 2], x -> x + i)) <> (i + 1) || ',' || (i + 2))
            """));
        Assert.Equal(
            ["1,2", "3"], _session.Rows(
                "SELECT elements(l) FROM (SELECT list(x ORDER BY x)::INTEGER[] AS l, g FROM (VALUES (1, 1), (2, 1), (3, 2)) t(x, g) GROUP BY g) ORDER BY g")
                .Select(row => row[0]));
    }

    private void Register(string name, DuckDbType result, Action<VectorWriter> body) =>
        _session.Connection.Register(new ScalarFunction(name, [DuckDbType.Any], result, (_, output) => body(output)));
}
