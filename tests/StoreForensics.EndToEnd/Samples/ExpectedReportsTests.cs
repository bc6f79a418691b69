using StoreForensics.EndToEnd.Support;

namespace StoreForensics.EndToEnd.Samples;

/// <summary>Every sample's reviewed reports, in its folder <c>expected</c>, are what the program writes today.</summary>
internal sealed class ExpectedReportsTests
{
    public static IEnumerable<string> Names => Directory.EnumerateFiles(Checkout.Samples, "*.tar.gz", SearchOption.AllDirectories)
        .Select(path => Path.GetFileName(Path.GetDirectoryName(path)!)).Order(StringComparer.Ordinal);

    /// <summary>The PDF is there to be looked at; its bytes depend on the runtime's compressor, so only the data files are compared.</summary>
    [TestCaseSource(nameof(Names))]
    public void Are_what_the_program_writes(string sample)
    {
        using var scratch = new ScratchFolder();
        string source = Path.Combine(Checkout.Samples, sample), expected = Path.Combine(source, "expected"), made = scratch.Folder("made");
        string archive = sample + ".tar.gz";
        File.Copy(Path.Combine(source, archive), scratch.File(archive));
        BuiltProgram.RunIn(Path.GetDirectoryName(scratch.File(archive))!, null, "analyze", archive, "-o", "made/timeline.csv", "-o", "made/case.json", "-o",
            "made/report.pdf").MustExit(0, 4);
        if (Checkout.IsUpdate)
            Rewrite(made, expected);
        Assert.Multiple(() =>
        {
            foreach (string name in new[] { "timeline.csv", "case.json" })
                Assert.That(File.ReadAllText(Path.Combine(made, name)), Is.EqualTo(File.ReadAllText(Path.Combine(expected, name))), name);
            Assert.That(File.Exists(Path.Combine(expected, "report.pdf")));
        });
    }

    private static void Rewrite(string made, string expected)
    {
        Directory.CreateDirectory(expected);
        foreach (string file in Directory.EnumerateFiles(made))
            File.Copy(file, Path.Combine(expected, Path.GetFileName(file)), overwrite: true);
        Assert.Ignore("expected reports were written; look at the difference");
    }
}
