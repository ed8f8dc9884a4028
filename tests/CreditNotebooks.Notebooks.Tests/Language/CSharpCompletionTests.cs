namespace CreditNotebooks.Notebooks.Tests.Language;

/// <summary>What is offered in C#: each case has words that are, and words that are not.</summary>
public sealed class CSharpCompletionTests : IClassFixture<CSharpCompletionTests.Session>
{
    private readonly Marked _session;

    public CSharpCompletionTests(Session session) => _session = session.Marked;

    [Theory]
    [InlineData("words.|", "Add Count Select Where OrderBy", "Range IsNullOrEmpty _items")]
    [InlineData("words.|\nvar y = 1;", "Add Count Select", "y")]
    [InlineData("words.|\nwords.Clear();", "Add Count Select", "")]
    [InlineData("words\n    .|\n    .ToList();", "Add Count Select", "")]
    [InlineData("words?.|", "Add Count", "Range")]
    [InlineData("maybe?.|", "CompareTo", "HasValue")]
    [InlineData("maybe.|", "HasValue Value", "")]
    [InlineData("words.Select(w => w.|", "Length ToUpper Substring", "Add")]
    [InlineData("words.Select(w => w.ToUpper().|)", "Length", "Add")]
    [InlineData("words.Select(w => {\n    var n = w.|", "Length", "Add")]
    [InlineData("words.Select((w, i) => i.|", "CompareTo", "Length")]
    [InlineData("words.Where(w => w.Length > 1).Select(w => w).|", "ToList First", "Add")]
    [InlineData("Console.WriteLine(words.|", "Count", "")]
    [InlineData("Console.WriteLine($\"there are {words.|", "Count", "")]
    [InlineData("Console.WriteLine($\"there are {words.|} words\")", "Count", "")]
    [InlineData("string.|", "Join IsNullOrEmpty Empty", "Length Trim")]
    [InlineData("String.|", "Join", "Length")]
    [InlineData("DayOfWeek.|", "Monday Sunday", "Parse ToString Equals")]
    [InlineData("System.Text.|", "StringBuilder Json RegularExpressions", "Length")]
    [InlineData("new System.Text.|", "StringBuilder", "")]
    [InlineData("using System.Te|", "Text", "")]
    [InlineData("using Sys|", "System", "String")]
    [InlineData("using static System.|", "Math Text", "")]
    [InlineData("\"text\".|", "Length", "IsNullOrEmpty")]
    [InlineData("(1, \"a\").|", "Item1 Item2", "")]
    [InlineData("new { Name = 1, Age = 2 }.|", "Name Age", "")]
    [InlineData("person.|", "Name Age Greet", "secret Hidden Clone")]
    [InlineData("Person.|", "Unknown", "Name Greet")]
    [InlineData("words.First(|).Length", "person words", "")]
    [InlineData("global::Sys|", "System", "person")]
    [InlineData("#r \"library.dll\"\nwords.|", "Add Count", "")]
    [InlineData("#r \"missing.dll\"\nwords.|", "Add Count", "")]
    [InlineData("#!sql\nSELECT 1\n#!csharp\nwords.|", "Add Count", "")]
    [InlineData("var first = words;\n#!sql\nSELECT 1\n#!csharp\nfirst.|", "Add Count", "")]
    [InlineData("await Task.|", "Delay Run", "Result")]
    public void Members(string text, string offered, string notOffered) => Offers(text, offered, notOffered);

    [Theory]
    [InlineData("|", "words person Person Greeting if var Console System", "secret Hidden")]
    [InlineData("wo|", "words", "person")]
    [InlineData("var local = 1; lo|", "local lock long", "")]
    [InlineData("var later = la|", "", "later")]
    [InlineData("la|\nvar later = 1;", "", "later")]
    [InlineData("foreach (var item in words) { it|", "item", "")]
    [InlineData("Func<int, int> f = number => nu|", "number null", "nullify")]
    [InlineData("int Twice(int times) { return ti|", "times", "")]
    [InlineData("List<str|", "string", "")]
    [InlineData("new Per|", "Person", "")]
    [InlineData("var x = tr|", "true", "try")]
    [InlineData("tr|", "true try", "")]
    [InlineData("person |", "is switch with", "words")]
    [InlineData("int |", "", "words is")]
    [InlineData("var |", "", "words is")]
    [InlineData("class A { pub|", "public", "")]
    [InlineData("Greeting(|", "name: loud: words", "")]
    [InlineData("Greeting(lo|", "loud:", "name:")]
    [InlineData("Greeting(name: \"a\", |", "loud:", "name:")]
    [InlineData("new Person { |", "Name Age", "Greet words")]
    [InlineData("new Person { Name = \"a\", |", "Age", "Name")]
    [InlineData("new Person { Name = wo|", "words", "")]
    [InlineData("var older = person with { A|", "Age", "words")]
    [InlineData("new List<int> { per|", "person", "")]
    public void Names(string text, string offered, string notOffered) => Offers(text, offered, notOffered);

    [Theory]
    [InlineData("// wo|")]
    [InlineData("/* wo|")]
    [InlineData("/// <summary>wo|")]
    [InlineData("var c = 'w|")]
    [InlineData("var x = 12|")]
    [InlineData("var x = 1.|")]
    [InlineData("\"wo|")]
    [InlineData("$\"wo|")]
    [InlineData("var t = \"\"\"\n    wo|")]
    [InlineData("var t = @\"\n    wo|")]
    [InlineData("var t = $$\"\"\"\n    wo|")]
    [InlineData("nothing.|")]
    [InlineData("%%sql\nSELECT |")]
    [InlineData("#!markdown\nwo|")]
    public void Nothing_is_offered_where_no_name_can_stand(string text) => Assert.Empty(_session.Texts(text));

    [Theory]
    [InlineData("#!|", "#!sql #!time #!import", "%%sql #r")]
    [InlineData("#!s|", "#!sql", "#!markdown")]
    [InlineData("var x = 1;\n#!t|", "#!time", "")]
    [InlineData("%|", "%%sql", "#!sql")]
    [InlineData("%%s|", "%%sql", "#!sql")]
    [InlineData("#|", "#!sql #r", "%%sql")]
    [InlineData("%%sql |", "-o", "")]
    [InlineData("#!import |", "part.csx deeper/", "data.csv library.dll")]
    [InlineData("#!import deeper/|", "other.ipynb", "part.csx")]
    [InlineData("#!import \"deeper/o|", "other.ipynb", "part.csx")]
    [InlineData("#r \"|", "library.dll deeper/ nuget:", "data.csv")]
    [InlineData("#r \"nu|", "nuget:", "library.dll")]
    public void Magics(string text, string offered, string notOffered) => Offers(text, offered, notOffered);

    [Theory]
    [InlineData("File.ReadAllText(\"|", "data.csv deeper/", ".hidden")]
    [InlineData("File.ReadAllText(@\"da|\")", "data.csv", "deeper/")]
    [InlineData("File.ReadAllText(\"deeper/|", "other.ipynb", "data.csv")]
    [InlineData("var path = \"dat|", "data.csv", "")]
    [InlineData("Console.WriteLine(\"|", "", "data.csv")]
    [InlineData("Path.Combine(folder, $\"dat|", "data.csv", "")]
    public void File_names(string text, string offered, string notOffered) => Offers(text, offered, notOffered);

    [Fact]
    public void What_was_typed_exactly_comes_first_then_other_case_then_beginnings_of_words()
    {
        var texts = _session.Texts("order.OrD|");
        Assert.Equal(["OrDer", "ordinal", "MyOrder", "OldRoundDoor"], texts);
    }

    [Fact]
    public void Text_that_is_nested_too_deeply_gets_no_answer_and_does_no_harm() =>
        Assert.Empty(_session.Texts(string.Concat(Enumerable.Repeat("words.Select(w => ", 5000)) + "w.|"));

    [Fact]
    public void A_name_is_offered_once_with_the_number_of_its_other_forms()
    {
        var item = Assert.Single(_session.Complete("Console.WriteLi|").Items);
        Assert.StartsWith("WriteLine() → void (+ ", item.Signature, StringComparison.Ordinal);
    }

    [Fact]
    public void A_generic_methods_signature_names_no_type_arguments()
    {
        var item = _session.Complete("words.Wher|").Items[0];
        Assert.Equal("Where(Func<string, bool> predicate) → IEnumerable<string> (+ 1)", item.Signature);
    }

    [Fact]
    public void The_word_up_to_the_cursor_is_replaced()
    {
        var list = _session.Complete("words.Cou|nt + 1");
        Assert.Equal((6, 9), (list.Start, list.End));
    }

    private void Offers(string text, string offered, string notOffered)
    {
        Assert.Equal(offered, _session.Offered(text, offered));
        Assert.Equal("", _session.Offered(text, notOffered));
    }

    /// <summary>A session after three cells, in a folder with files.</summary>
    public sealed class Session : IAsyncLifetime
    {
        private readonly Workplace _place = new();

        internal Marked Marked { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Directory.CreateDirectory(Path.Combine(_place.Folder, "deeper"));
            foreach (var file in new[] { "data.csv", "part.csx", "library.dll", ".hidden", "deeper/other.ipynb" })
            {
                await File.WriteAllTextAsync(Path.Combine(_place.Folder, file), "");
            }
            Marked = await Marked.After(_place.Folder,
                "var words = new List<string> { \"a\" }; int? maybe = 1; var folder = \".\";",
                """
                record Person(string Name, int Age)
                {
                    private int secret;
                    public static Person Unknown = new("?", 0);
                    public string Greet() => $"I am {Name}{secret}";
                    [System.ComponentModel.EditorBrowsable(System.ComponentModel.EditorBrowsableState.Never)] public int Hidden => 1;
                }
                string Greeting(string name, bool loud = false) => loud ? name.ToUpper() : name;
                class Order { public int OrDer, ordinal, OldRoundDoor, MyOrder, Other; }
                """,
                "var person = new Person(\"Ada\", 36); var order = new Order();");
        }

        public Task DisposeAsync()
        {
            _place.Dispose();
            return Task.CompletedTask;
        }
    }
}
