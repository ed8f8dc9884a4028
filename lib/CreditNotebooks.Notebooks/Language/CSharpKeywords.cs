namespace CreditNotebooks.Notebooks.Language;

/// <summary>Which words of C# may stand where.</summary>
internal static class CSharpKeywords
{
    /// <summary>Types by keyword.</summary>
    public static readonly string[] Types = Words("bool byte char decimal double dynamic float int long object sbyte short string uint ulong ushort");

    /// <summary>Where a value is wanted.</summary>
    public static readonly string[] Values =
        [.. Types, .. Words("async await base checked default delegate false from nameof new null out ref sizeof stackalloc switch this throw true typeof")];

    /// <summary>Where a statement begins, or a declaration of the script.</summary>
    public static readonly string[] Statements =
    [
        .. Values,
        .. Words("abstract break case catch class const continue do else enum finally fixed for foreach goto if interface internal lock private protected public"),
        .. Words("readonly record return sealed static struct try unsafe using var void while yield"),
    ];

    /// <summary>Where a member of a type begins.</summary>
    public static readonly string[] Members =
    [
        .. Types,
        .. Words("abstract async class const delegate enum event explicit implicit interface internal operator override partial private protected public"),
        .. Words("readonly record required sealed static struct virtual void volatile"),
    ];

    /// <summary>Behind a value.</summary>
    public static readonly string[] AfterValue = Words("and as is not or switch when with");

    /// <summary>Behind <c>using</c>.</summary>
    public static readonly string[] AfterUsing = Words("static var");

    private static string[] Words(string text) => text.Split(' ');
}
