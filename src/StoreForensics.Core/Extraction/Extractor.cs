using StoreForensics.Evidence;
using StoreForensics.Primitives;
using StoreForensics.Views;

namespace StoreForensics.Extraction;

/// <summary>Hands the entries of a plan to a target: contents, hard links, and what cannot be read.</summary>
public sealed class Extractor(ExtractionPlan plan, IExtractionTarget target, LeftOut leftOut, ProblemLog problems)
{
    /// <summary>The first name that was made of each file with several, by the evidence's own head of the group.</summary>
    private readonly Dictionary<(EvidenceTree Tree, int Head), byte[]> _made = [];

    /// <summary>Regular files that were made, further names of them too.</summary>
    public long Files { get; private set; }

    /// <summary>Bytes of those, further names counted once.</summary>
    public long Bytes { get; private set; }

    /// <summary>Directories, links and all else that was handed over.</summary>
    public long Others { get; private set; }

    /// <param name="scratch">Where contents of a compressed evidence are set aside.</param>
    /// <param name="progress">Told the bytes of files that were written, and those of all.</param>
    /// <exception cref="UsageException">The path is in no part of the plan.</exception>
    public void Run(Scratch scratch, Action<long, long?>? progress = null)
    {
        using var contents = new SpooledContents(scratch);
        contents.Gather(plan.Entries());
        long total = progress is null ? 0 : plan.Entries().Sum(SizeOf), done = 0;
        foreach (ExtractedEntry entry in plan.Entries())
        {
            Write(entry, contents);
            progress?.Invoke(done += SizeOf(entry), total);
        }
        target.Complete();
    }

    private static long SizeOf(ExtractedEntry entry) => entry.Kind == EntryKind.File ? entry.Entry.Facts.Size : 0;

    private void Write(in ExtractedEntry entry, SpooledContents contents)
    {
        switch (entry.Kind)
        {
            case EntryKind.Directory or EntryKind.Implied:
                target.Directory(entry);
                Others += entry.Path.IsEmpty ? 0 : 1; // what is asked for as a whole is no entry of it
                break;
            case EntryKind.File:
                WriteFile(entry, contents);
                break;
            default:
                target.Special(entry);
                Others++;
                break;
        }
    }

    // A hard link is one only to a name that was made here, in the same version: what else the file is called in the evidence does not matter.
    private void WriteFile(in ExtractedEntry entry, SpooledContents contents)
    {
        ViewEntry file = entry.Entry;
        bool hasOthers = entry.Extra.Links > 1;
        var key = (file.Tree, file.Tree.FirstLink(file.Node));
        if (hasOthers && _made.TryGetValue(key, out byte[]? first) && plan.IsSamePart(first, entry.Path.Span) && target.HardLink(entry, first))
        {
            Files++;
            return;
        }
        if (!WriteContent(entry, contents))
            return;
        Files++;
        Bytes += SizeOf(entry);
        if (hasOthers)
            _made[key] = entry.Path.ToArray();
    }

    private static EvidenceFormatException Elsewhere => new("SF-VIEW-0005", "its layer holds metadata alone; its bytes are in a layer below");

    private bool WriteContent(in ExtractedEntry entry, SpooledContents contents)
    {
        ViewEntry file = entry.Entry;
        void Damaged(string what) => problems.Damage("SF-VIEW-0003", new Origin(file.Layer.Origin.Evidence, file.Tree.PathOf(file.Node)), what);
        try
        {
            ViewEntry bytes = plan.IsOfLayers && FileContent.IsElsewhere(file) ? throw Elsewhere : FileContent.Of(file) ?? throw Elsewhere;
            using var content = new EntryContent(contents.Open(bytes), file.Facts.Size, Damaged);
            return target.File(entry, content);
        }
        catch (EvidenceFormatException e)
        {
            Damaged("cannot be read: " + DisplayText.Escape(e.Message));
            leftOut.Add("files whose content is not in the evidence", entry.Path.Span);
            return false;
        }
    }
}
