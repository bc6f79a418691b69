using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Verification;

/// <summary>
/// A directory's time changes when a name is put into it or taken out. Where that explains the directory's time, the name tells it and the directory does
/// not count as altered itself.
/// </summary>
internal static class DirectoryTimes
{
    public static void Fold(LayerOutcome outcome)
    {
        Dictionary<EvidencePath, FileDifference> touched = outcome.Files.Where(IsTouchedDirectory).ToDictionary(f => f.Path);
        if (touched.Count == 0)
            return;
        var explained = new HashSet<FileDifference>();
        foreach (FileDifference file in outcome.Files)
        {
            if (file.Path.IsEmpty || IsTimeOnly(file) || !touched.TryGetValue(DirectoryOf(file.Path), out FileDifference? directory))
                continue;
            AspectDifference time = directory.Differences[0];
            string words = $"its directory was changed at {time.Found} (recorded {time.Recorded})";
            file.Note = file.Note is null ? words : $"{file.Note}; {words}";
            explained.Add(directory);
        }
        outcome.Remove(explained.Contains);

        bool IsTouchedDirectory(FileDifference f) => IsTimeOnly(f) && outcome.Layer.Files!.Tree[f.Node].Kind.IsDirectory();
    }

    private static bool IsTimeOnly(FileDifference file) => file is { Status: CheckStatus.Altered, Aspects: FileAspects.Modified };

    private static EvidencePath DirectoryOf(EvidencePath path) => new(path.Bytes[..Math.Max(0, path.Bytes.LastIndexOf((byte)'/'))]);
}
