using System.Text.RegularExpressions;

namespace StoreForensics.Tests.Structure;

/// <summary>
/// What everybody needs is done in one way: files of a store are opened by <c>StoredFile</c>,
/// so that no reader takes a cut for an end, and JSON is parsed by <c>GoJsonParser</c>.
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
            .Where(file => !file.StartsWith("obj/", StringComparison.Ordinal)
                && !s_others.Any(o => file == o || file.StartsWith(o + "/", StringComparison.Ordinal)))
            .Where(file => OtherWay().IsMatch(File.ReadAllText(Path.Combine(core, file))))];
        Assert.That(wrong, Is.Empty);
    }

    /// <summary>JSON of the evidence is read by Go's rules, which the platform's reader
    /// does not keep: it throws where a name is half a surrogate pair.</summary>
    [Test]
    public void Json_is_parsed_in_one_way()
    {
        string core = Path.Combine(Checkout.Root, "src", "StoreForensics.Core");
        string[] wrong = [.. new[] { "Stores", "Logs", "Host", "Findings", "Timeline", "Verification", "Views", "Extraction" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(core, folder), "*.cs", SearchOption.AllDirectories))
            .Where(file => OtherJson().IsMatch(File.ReadAllText(file)))
            .Select(file => Path.GetRelativePath(core, file))];
        Assert.That(wrong, Is.Empty);
    }

    [GeneratedRegex(@"JsonDocument\.Parse|\.ParseValue\(|Utf8JsonReader|JsonSerializer|JsonNode")]
    private static partial Regex OtherJson();

    [GeneratedRegex(@"[sS]ource\.Open\(|new (?:GZip|ZLib|Deflate|Brotli)Stream\(|\bDecompressor\b")]
    private static partial Regex OtherWay();
}
