using System.Text;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Timeline.Collectors;

/// <summary>
/// Files of layers that are not as they were stored, at the time that tells best when that was done: the change time, which no program sets; else the
/// modification time where it is not the recorded one. A file whose time is as recorded is at that time, with the tag that says how little this proves.
/// </summary>
internal sealed class TamperEvents(VerificationResult verification, SubjectTable subjects, EventSink sink)
{
    private const string AtChange = "Not as stored (ctime: the last change of its metadata)";
    private const string AtDirectoryChange = "Not as stored (ctime of its directory)";
    private const string AtModification = "Not as stored (mtime, which is not the recorded one)";
    private const string AtDirectoryModification = "Not as stored (mtime of its directory)";
    private const string AtRecordedTime = "Not as stored (mtime as recorded; when it was altered is unknown)";

    public void Collect()
    {
        foreach (Check check in verification.Checks)
        {
            if (check is { Kind: CheckKind.File, IsMismatch: true, Layer: { } layer })
                Add(check, layer);
        }
    }

    private void Add(Check check, Layer layer)
    {
        bool isGone = check.Status == CheckStatus.Missing;
        (Timestamp? time, string meaning, EventTags tags) = check switch
        {
            { Changed: { } changed } => ((Timestamp?)changed, isGone ? AtDirectoryChange : AtChange, EventTags.None),
            _ when isGone => (check.Modified, AtDirectoryModification, EventTags.LowConfidence),
            _ when check.Status == CheckStatus.Planted || check.Modified != check.RecordedModified => (check.Modified, AtModification, EventTags.LowConfidence),
            _ => (check.Modified, AtRecordedTime, EventTags.LowConfidence),
        };
        byte[] path = check.Path!.Value.Bytes.ToArray();
        byte[] message = [.. Encoding.UTF8.GetBytes($"{Verb(check.Status)} since the layer was stored: "), .. path,
            .. Encoding.UTF8.GetBytes($" ({check.Detail})")];
        Evidence.EntryKind? kind = isGone ? null : layer.Files!.Tree[layer.Files.Tree.Find(Evidence.EvidenceTree.Root, check.Origin.Path.Bytes)].Kind;
        sink.Add(EventType.LayerFileTampered, time, meaning, subjects.Of(layer), message, path, kind, check.Origin.Path.Bytes, tags | EventTags.Tampered, '\0');
    }

    private static string Verb(CheckStatus status) => status switch
    {
        CheckStatus.Planted => "Planted",
        CheckStatus.Missing => "Removed",
        _ => "Altered",
    };
}
