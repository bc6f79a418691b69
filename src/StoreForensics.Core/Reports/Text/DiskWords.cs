using System.Globalization;
using StoreForensics.Evidence;

namespace StoreForensics.Reports.Text;

/// <summary>A disk image in labelled lines, the same in every report.</summary>
public static class DiskWords
{
    private const int MaxFiles = 20;

    /// <summary>None for an evidence that is no disk image.</summary>
    public static IEnumerable<(string Label, string Value)> Facts(DiskFacts? disk)
    {
        if (disk is null)
            yield break;
        yield return ("Disk", string.Create(CultureInfo.InvariantCulture, $"{disk.Format}, a medium of {disk.MediumBytes} bytes"));
        if (disk.Files.Count > 1)
            yield return ("Files", string.Join(", ", disk.Files.Take(MaxFiles).Select(f => f.Name))
                + (disk.Files.Count > MaxFiles ? string.Create(CultureInfo.InvariantCulture, $" and {disk.Files.Count - MaxFiles} more") : ""));
        foreach ((string label, string value) in disk.Acquisition)
            yield return (label, value);
        foreach (StoredDigest digest in disk.Digests)
            yield return (digest.Algorithm.ToUpperInvariant(), $"{digest.Stored} as stored in the image, {Compared(digest)}");
        foreach (PartitionFacts partition in disk.Partitions)
            yield return ("Partition", Partition(partition));
    }

    private static string Compared(StoredDigest digest) => digest.Computed is null ? "not checked" : digest.Computed == digest.Stored ? "and so computed"
        : $"but {digest.Computed} as computed";

    private static string Partition(PartitionFacts partition)
    {
        var words = new List<string> { partition.FoundAs };
        if (partition.Name is { } name)
            words.Add($"\"{name}\"");
        words.Add(partition.Type);
        words.Add(partition.Start is long start
            ? string.Create(CultureInfo.InvariantCulture, $"{partition.Length} bytes at {start}")
            : string.Create(CultureInfo.InvariantCulture, $"{partition.Length} bytes"));
        words.Add(partition.FileSystem is { } fileSystem ? FileSystem(fileSystem) : $"{partition.Content} (not read)");
        if (partition.Directory is { Length: > 0 } directory)
            words.Add($"as {directory}/");
        return string.Join(", ", words);
    }

    private static string FileSystem(FileSystemFacts facts)
    {
        string words = facts.Kind;
        if (facts.Label is { } label)
            words += $" labelled {label}";
        if (facts.Uuid is { } uuid)
            words += $" {uuid}";
        if (facts.LastMounted is { } at)
            words += $" last mounted at {at}";
        return facts.Replay is { } replay ? $"{words}; {replay}" : words;
    }
}
