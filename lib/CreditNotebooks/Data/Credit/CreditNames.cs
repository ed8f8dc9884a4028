namespace CreditNotebooks.Data;

/// <summary>Invented names. Some hold a comma, a quotation mark, an apostrophe or a letter outside ASCII, as real ones do.</summary>
internal static class CreditNames
{
    private static readonly string[] First =
    [
        "Ada", "Alonzo", "Amara", "Anika", "Anselm", "Aoife", "Bela", "Bianca", "Bruno", "Callum", "Carmen", "Cedric", "Chiara", "Clara",
        "Dagny", "Dalia", "Darius", "Devi", "Dorian", "Edda", "Eilidh", "Elias", "Emeka", "Esther", "Farah", "Felix", "Fiona", "Gideon",
        "Greta", "Hana", "Hector", "Hugo", "Ida", "Imani", "Ines", "Isaac", "Ivo", "Jamal", "Jelena", "Joan", "Jonas", "José", "Kaito",
        "Karima", "Kenji", "Kofi", "Lars", "Leila", "Linnea", "Lucia", "Magnus", "Mai", "Marek", "Marta", "Mateo", "Milo", "Miriam",
        "Nadia", "Naomi", "Nils", "Noor", "Odette", "Omar", "Orla", "Otis", "Pavel", "Petra", "Priya", "Quentin", "Rafael", "Rana",
        "Renée", "Rosa", "Ruben", "Sadia", "Selma", "Simone", "Soren", "Tara", "Tariq", "Thora", "Tomas", "Uma", "Vera", "Viktor",
        "Wanda", "Wilma", "Xenia", "Yara", "Yusuf", "Zelda", "Zoë",
    ];

    private static readonly string[] Last =
    [
        "Abara", "Achterberg", "Adeyemi", "Albrecht", "Almeida", "Andersson", "Baptiste", "Barros", "Becker", "Bellini", "Bergström",
        "Blackwood", "Bouchard", "Calloway", "Castellano", "Chandra", "Choi", "Clarke", "Cortez", "D'Angelo", "Dahl", "Davenport",
        "De Vries", "Delacroix", "Dubois", "Eriksen", "Esposito", "Farrow", "Ferreira", "Fischer", "Fontaine", "Gallagher", "Garza",
        "Giordano", "Grant", "Haddad", "Halloran", "Hansen", "Hayashi", "Herrera", "Holloway", "Ibrahim", "Ito", "Jansen", "Kapoor",
        "Keller", "Khan", "Kowalski", "Kruger", "Laurent", "Lindqvist", "Lombardi", "Lund", "MacLeod", "Marchetti", "Mbeki", "Mendoza",
        "Moreau", "Müller", "Nakamura", "Novak", "O'Brien", "O'Neill", "Okafor", "Olsen", "Ortega", "Park", "Petrov", "Pham", "Quinn",
        "Rahman", "Reyes", "Rossi", "Saito", "Salazar", "Santos", "Schneider", "Sharma", "Silva", "Sokolov", "Sorensen", "Suzuki",
        "Takahashi", "Tanaka", "Thorne", "Torres", "Underwood", "Valdez", "Van Dijk", "Varga", "Vogel", "Walsh", "Weber", "Whitaker",
        "Winter", "Yamada", "Zhang", "Ziegler",
    ];

    private static readonly string[] Nick = ["Ace", "Bo", "Chip", "Dot", "Kit", "Mac", "Red", "Sunny"];

    private static readonly string[] After = ["Jr.", "Sr.", "MD", "PhD", "II", "III"];

    public static string Draw(SeededRandom random)
    {
        var first = First[random.Below(First.Length)];
        var last = Last[random.Below(Last.Length)];
        var form = random.Below(100);
        var extra = random.Below(24);
        return form switch
        {
            0 or 1 => $"{first} \"{Nick[extra % Nick.Length]}\" {last}",
            2 or 3 => $"{first} {last}, {After[extra % After.Length]}",
            _ => $"{first} {last}",
        };
    }
}
