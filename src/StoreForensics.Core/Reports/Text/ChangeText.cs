using StoreForensics.Primitives;
using StoreForensics.Views;

namespace StoreForensics.Reports.Text;

/// <summary>What a step did to a path, in one line: the letter, the path, what it is and was, and what is to be remarked.</summary>
public static class ChangeText
{
    public static string Of(FileChange change, ContentDigests digests)
    {
        string line = $"{change.Change} {DisplayText.Escape(change.PathBytes.Span)}";
        EntryAspects aspects = change.Aspects(digests);
        string facts = Facts(change, aspects);
        string note = ChangeNote.Of(change, aspects) is { } words ? $" ({words})" : "";
        string renamed = change.RenamedFrom() is { Length: > 0 } from ? $" (renamed from {DisplayText.Escape(from)})" : "";
        return facts.Length + note.Length + renamed.Length == 0 ? line : $"{line}  {facts}{note}{renamed}".TrimEnd();
    }

    private static string Facts(FileChange change, EntryAspects aspects)
    {
        if (!change.IsOwn)
            return ""; // listed for what is inside
        var entry = new ViewEntry(change.Layer, change.Node);
        return change is { Change: 'C', Below: ViewEntry before } ? VersionText.Differences(before, entry, aspects) : VersionText.Of(entry);
    }
}
