namespace StoreForensics.Primitives.Catalogue;

/// <summary>One kind of problem: what its code means, and what that means to the examiner.</summary>
/// <param name="Code">Stable, <c>SF-AREA-NNNN</c>; a number is never given twice.</param>
/// <param name="Severities">
/// How much it can take away, least first. Several where it depends on the place. None:
/// it is never recorded by itself, but is the reason that another problem gives.
/// </param>
/// <param name="Meaning">One sentence: what is wrong.</param>
/// <param name="Consequence">What is missing or may be because of it, and what still holds.</param>
public sealed record ProblemKind(string Code, IReadOnlyList<ProblemSeverity> Severities, string Meaning, string Consequence)
{
    /// <summary>The part of the code that names what is read: <c>TAR</c>, <c>BOLT</c>.</summary>
    public string Area => Code.Split('-')[1];

    /// <summary><c>damage</c>; <c>warning or damage</c>; <c>reason</c> of one that is never recorded by itself.</summary>
    public string Words => Severities.Count == 0 ? "reason" : string.Join(" or ", Severities.Select(Word));

    internal static ProblemKind Note(string code, string meaning, string consequence) => new(code, [ProblemSeverity.Note], meaning, consequence);

    internal static ProblemKind Warning(string code, string meaning, string consequence) => new(code, [ProblemSeverity.Warning], meaning, consequence);

    internal static ProblemKind Damage(string code, string meaning, string consequence) => new(code, [ProblemSeverity.Damage], meaning, consequence);

    internal static ProblemKind WarningOrDamage(string code, string meaning, string consequence) =>
        new(code, [ProblemSeverity.Warning, ProblemSeverity.Damage], meaning, consequence);

    internal static ProblemKind Reason(string code, string meaning, string consequence) => new(code, [], meaning, consequence);

    private static string Word(ProblemSeverity severity) => severity switch
    {
        ProblemSeverity.Damage => "damage",
        ProblemSeverity.Warning => "warning",
        _ => "note",
    };
}
