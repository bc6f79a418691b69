using System.Text;

namespace StoreForensics.EndToEnd.Support;

/// <summary>What one run of the program left behind.</summary>
internal sealed record ProgramRun(string CommandLine, int ExitCode, byte[] Output, string Errors)
{
    /// <summary>Standard output as text. Not for bytes that may not be UTF-8.</summary>
    public string Text => Encoding.UTF8.GetString(Output);

    /// <summary>Fails unless the run ended with one of the codes.</summary>
    public ProgramRun MustExit(params int[] codes)
    {
        Assert.That(codes, Does.Contain(ExitCode), $"exit code of: {CommandLine}\nstandard error: {Errors}");
        return this;
    }

    /// <summary>Standard error is for people: short, and never the inside of the program.</summary>
    public ProgramRun MustExplainItself()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Errors.Trim(), Is.Not.Empty, $"nothing on standard error of: {CommandLine}");
            Assert.That(Errors, Does.Not.Match(@"(?m)^\s+at \S+\("), $"a stack trace from: {CommandLine}");
            Assert.That(Errors, Does.Not.Contain("Unhandled exception"), $"from: {CommandLine}");
        });
        return this;
    }

    /// <summary>Standard output as one JSON object a line.</summary>
    public IReadOnlyList<JsonRow> JsonRows() => JsonRow.ParseLines(this);
}
