using System.Security.Cryptography;
using System.Text;
using StoreForensics.Cases;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Timeline;

namespace StoreForensics.Reports.Documents.Content;

/// <summary>What an exhibit's event says, and the bytes of its file as far as they are at hand.</summary>
/// <param name="Exhibit">The examiner's.</param>
/// <param name="IsFound">Whether an event of this report is the one that was noted.</param>
/// <param name="Owner">Containers or images; empty when unknown.</param>
/// <param name="Meaning">Which time it is.</param>
/// <param name="Layer">Null when it is no layer's.</param>
/// <param name="Size">Bytes; null when it is no file.</param>
/// <param name="Sha256">Of the file, in hex; null when it is none, or cannot be read.</param>
/// <param name="Text">The beginning of a file that is text; null of others.</param>
internal sealed record FoundExhibit(
    Exhibit Exhibit, bool IsFound, IReadOnlyList<string> Owner, string Meaning, string? Layer, long? Size, string? Sha256, string? Text);

/// <summary>Finds the events that an examiner noted, in one pass over the timeline.</summary>
internal static class ExhibitSearch
{
    /// <summary>More is not hashed for an exhibit; <c>--hash files</c> does.</summary>
    private const long MostBytes = 64 << 20;

    private const int TextBytes = 4096;

    /// <returns>As many as there are exhibits, in their order.</returns>
    public static IReadOnlyList<FoundExhibit> Find(Case subject, IReadOnlyList<Exhibit> exhibits)
    {
        var found = new FoundExhibit?[exhibits.Count];
        ILookup<Timestamp, int> byTime = Enumerable.Range(0, exhibits.Count).Where(i => exhibits[i].Time is not null).ToLookup(i => exhibits[i].Time!.Value);
        foreach (TimelineEvent one in byTime.Count == 0 ? [] : subject.Timeline.Events())
        {
            foreach (int i in byTime[one.Time])
            {
                if (found[i] is null && Is(one, exhibits[i]))
                    found[i] = Describe(subject, one, exhibits[i]);
            }
        }
        return [.. exhibits.Select((e, i) => found[i] ?? new FoundExhibit(e, false, [], "", null, null, null, null))];
    }

    private static bool Is(TimelineEvent one, Exhibit exhibit) => one.Type.Name() == exhibit.EventType && DisplayText.Escape(one.Path.Span) == exhibit.Path
        && DisplayText.Escape(one.Origin.Span) == exhibit.Origin;

    private static FoundExhibit Describe(Case subject, TimelineEvent one, Exhibit exhibit)
    {
        string? digest = one.Sha256.IsEmpty ? null : Convert.ToHexStringLower(one.Sha256.Span), text = null;
        if (one.Kind == EntryKind.File && one.Change != 'D' && FileOf(subject.Inventory, one) is { } file && file.Facts.Kind == EntryKind.File)
            (digest, text) = Content(file, digest);
        return new FoundExhibit(exhibit, true, one.Subject.Containers.Count > 0 ? one.Subject.Containers : one.Subject.Images, one.TimeMeaning,
            one.Subject.Layer, one.Size, digest, text);
    }

    private static EntryRef? FileOf(Inventory inventory, TimelineEvent one)
    {
        EventSubject owner = one.Subject;
        LayerFiles? files = owner.Layer is null ? null : inventory.Layers.FirstOrDefault(l => l.Id == owner.Layer && l.Store.Name == owner.Store
            && l.Store.Root.Evidence == owner.Evidence)?.Files;
        int node = files is null ? EvidenceTree.None : files.Source.Tree.Find(files.Root, one.Path.Span.TrimStart((byte)'/'));
        return node == EvidenceTree.None ? null : new EntryRef(files!.Source, node);
    }

    private static (string? Digest, string? Text) Content(EntryRef file, string? known)
    {
        if (file.Facts.LacksBytes || file.Facts.Size > MostBytes)
            return (known, null);
        try
        {
            using Stream stream = StoredFile.Open(file.Source, file.Node);
            byte[] head = new byte[(int)Math.Min(TextBytes, file.Facts.Size)];
            int read = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            string? text = head.AsSpan(0, read).Contains((byte)0) ? null : Encoding.UTF8.GetString(head, 0, read);
            if (known is not null)
                return (known, text);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            hash.AppendData(head, 0, read);
            byte[] block = new byte[1 << 16];
            while ((read = stream.Read(block)) > 0)
                hash.AppendData(block, 0, read);
            return (Convert.ToHexStringLower(hash.GetHashAndReset()), text);
        }
        catch (Exception e) when (Containment.Holds(e))
        {
            // Whoever reads the layers says what is wrong with the file.
            return (known, null);
        }
    }
}
