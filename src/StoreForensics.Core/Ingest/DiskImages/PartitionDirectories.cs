using System.Globalization;
using System.Text;
using StoreForensics.Ingest.Partitions;

namespace StoreForensics.Ingest.DiskImages;

/// <summary>Names the directories that the files of partitions and logical volumes lie below.</summary>
internal sealed class PartitionDirectories
{
    private readonly HashSet<string> _given = new(StringComparer.Ordinal);

    /// <summary>One that no other partition has: two groups may have one name, and two names may become one.</summary>
    public string NameOf(Partition partition)
    {
        string name = Words(partition), unique = name;
        for (int i = 2; !_given.Add(unique); i++)
            unique = string.Create(CultureInfo.InvariantCulture, $"{name}-{i}");
        return unique;
    }

    // `gpt 2`, `lvm vg0/root` and `lvm vg0/guest gpt 1`: as one name that needs no quoting.
    private static string Words(Partition partition)
    {
        var name = new StringBuilder();
        foreach (char c in partition.Place.Replace("lvm ", "lvm-", StringComparison.Ordinal).Replace("md ", "md-", StringComparison.Ordinal)
            .Replace("btrfs ", "btrfs-", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal))
            name.Append(char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '+' ? c : '-');
        return partition.Within is null ? name.ToString() : $"{Words(partition.Within)}-{name}";
    }
}
