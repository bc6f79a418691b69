using System.Text;
using StoreForensics.Formats.Bolt;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Formats.Bolt;

/// <summary>Spells databases as lines, so that a test compares a whole state with a list.</summary>
internal static class BoltAsserts
{
    public static readonly Origin Origin = new("test", "metadata.db");

    public static BoltFile Open(byte[] content, out IReadOnlyList<Problem> problems)
    {
        var log = new ProblemLog();
        BoltFile file = BoltFile.Open(content, log, Origin);
        problems = log.Sorted();
        return file;
    }

    /// <summary>Opens a file that must be without fault.</summary>
    public static BoltFile OpenWhole(byte[] content)
    {
        BoltFile file = Open(content, out IReadOnlyList<Problem> problems);
        Assert.That(problems, Is.Empty);
        return file;
    }

    public static string[] Lines(BoltBucket? root) => root is null ? [] : [.. root.WithDescendants().SelectMany(Lines0)];

    public static string[] Lines(IEnumerable<BoltCarvedRecord> records) => [.. records.Select(Line)];

    public static string[] Codes(IEnumerable<Problem> problems) => [.. problems.Select(p => p.Code).Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Lines0(BoltBucket bucket)
    {
        string path = string.Join('/', bucket.Path.Select(n => n.ToString()));
        foreach (BoltEntry entry in bucket.Entries)
            yield return $"{path}/{entry.Key}" + (entry.IsBucket ? $" bucket {entry.Bucket?.Sequence}" : "=" + Short(entry.Value));
    }

    private static string Line(BoltCarvedRecord record)
    {
        string path = (record.IsRooted ? "" : "?") + string.Concat(record.Bucket.Select(n => "/" + n));
        string value = record.Kind == BoltCarvedKind.Value ? "=" + Short(record.Value) : " " + record.Kind;
        return $"p{record.Page} {path}/{record.Key}{value}" + (record.IsCopyOfLive ? " live" : "") + (record.IsCopyOfPrevious ? " previous" : "");
    }

    private static string Short(ReadOnlyMemory<byte> value) => value.Length > 40 ? $"{value.Length} bytes" : Encoding.UTF8.GetString(value.Span);
}
