using System.Globalization;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Verification;

/// <summary>
/// What whoever copied the evidence did not keep. Where nearly every file of an evidence has another owner, mode or time than recorded, the copy is to blame,
/// not an intruder: then that aspect proves nothing in any file, and one line says so instead of thousands that mislead.
/// </summary>
internal static class CopyLosses
{
    private const long FewestCompared = 20;
    private const int Percent = 80;

    private static readonly (FileAspects Aspect, string Words)[] s_aspects =
    [
        (FileAspects.Mode, "modes"), (FileAspects.Owner, "owners"), (FileAspects.Modified, "modification times"),
    ];

    /// <summary>Takes the lost aspects off the outcomes of one evidence and tells of them.</summary>
    public static IEnumerable<Check> TakeOff(IEvidenceSource source, IReadOnlyList<LayerOutcome> outcomes)
    {
        FileAspects lost = FileAspects.None;
        long compared = outcomes.Sum(o => o.Compared);
        foreach ((FileAspects aspect, string words) in s_aspects)
        {
            long differing = outcomes.Sum(o => o.Files.LongCount(f => (f.Aspects & aspect) != 0) + o.Dropped);
            if (compared < FewestCompared || differing * 100 < compared * Percent)
                continue;
            lost |= aspect;
            yield return Lost(source, string.Create(CultureInfo.InvariantCulture,
                $"{words}: {differing} of {compared} entries differ from what was recorded, so the copy did not keep them; they were not compared"));
        }
        if (!HasAttributes(source.Tree) && outcomes.Any(o => o.Files.Any(f => (f.Aspects & FileAspects.Attributes) != 0)))
        {
            lost |= FileAspects.Attributes;
            yield return Lost(source,
                "extended attributes: recorded for some files, and there is none anywhere in the evidence, so the copy did not keep them; they were not compared");
        }
        if (lost == FileAspects.None)
            yield break;
        foreach (LayerOutcome outcome in outcomes)
            outcome.Remove(f => !f.Without(lost));
    }

    private static Check Lost(IEvidenceSource source, string detail) => new()
    {
        Kind = CheckKind.Evidence,
        Status = CheckStatus.Unverifiable,
        Subject = source.Name,
        Detail = detail,
        Origin = new Origin(source.Name, default),
    };

    private static bool HasAttributes(EvidenceTree tree)
    {
        for (int node = 0; node < tree.Count; node++)
        {
            if (tree.Extra(node).Xattrs is { Count: > 0 })
                return true;
        }
        return false;
    }
}
