using System.Text.RegularExpressions;

namespace StoreForensics.Tests.Structure;

/// <summary>
/// A file of a store is opened in one way, <c>StoredFile</c>, so that no reader takes a cut for an end; nobody else asks a source for bytes or decompresses them.
/// </summary>
public sealed partial class OneWayTests
{
    // Ingest makes the sources; a view is a source over others; a report's own images and pages are no evidence.
    private static readonly string[] s_others = ["Ingest", "Formats", "Reports", "Evidence/StoredFile.cs", "Views/ViewSource.cs"];

    [Test]
    public void Stored_files_are_opened_in_one_way()
    {
        string core = Path.Combine(Checkout.Root, "src", "StoreForensics.Core");
        string[] wrong = [.. Directory.EnumerateFiles(core, "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(core, file).Replace('\\', '/'))
            .Where(file => !file.StartsWith("obj/", StringComparison.Ordinal) && !s_others.Any(o => file == o || file.StartsWith(o + "/", StringComparison.Ordinal)))
            .Where(file => OtherWay().IsMatch(File.ReadAllText(Path.Combine(core, file))))];
        Assert.That(wrong, Is.Empty);
    }

    [GeneratedRegex(@"[sS]ource\.Open\(|new (?:GZip|ZLib|Deflate|Brotli)Stream\(|\bDecompressor\b")]
    private static partial Regex OtherWay();
}
