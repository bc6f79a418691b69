using System.Globalization;
using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Model;

namespace StoreForensics.Stores.Docker.Containers;

/// <summary>
/// Finds a container's log files: <c>&lt;id&gt;-json.log</c>, <c>local-logs/container.log</c> (the local driver, 18.09 on) and <c>container-cached.log</c> (the
/// copy kept beside a remote driver, 20.10 on) with their rotations, or the two raw files of 0.5.0 and before.
/// </summary>
internal static class ContainerLogs
{
    /// <summary>Oldest first: <c>.N</c> down to <c>.1</c>, then the live file.</summary>
    public static IReadOnlyList<LogFile> Find(EvidenceFiles files, int directory, string id)
    {
        var found = new List<(long Age, LogFile File)>();
        AddLocal(files, directory, "container-cached.log"u8, found);
        if (files.Tree.Child(directory, "local-logs"u8) is var local && local != EvidenceTree.None)
            AddLocal(files, local, "container.log"u8, found);
        byte[] live = Encoding.UTF8.GetBytes(id + "-json.log");
        foreach (int child in files.Tree.Children(directory))
        {
            if (files.Tree[child].Kind != EntryKind.File)
                continue;
            ReadOnlySpan<byte> name = files.Tree.Name(child);
            if (name.StartsWith(live) && Rotation(name[live.Length..]) is long age)
            {
                if (!RotatedTwice.IsTold(files, directory, child))
                    found.Add((age, new LogFile(files.Source, child, LogFormat.JsonFile)));
            }
            else if (name.SequenceEqual(Encoding.UTF8.GetBytes(id + "-stdout.log")))
                found.Add((0, new LogFile(files.Source, child, LogFormat.RawStdout)));
            else if (name.SequenceEqual(Encoding.UTF8.GetBytes(id + "-stderr.log")))
                found.Add((0, new LogFile(files.Source, child, LogFormat.RawStderr)));
        }
        return [.. found.OrderByDescending(f => f.Age).Select(f => f.File)];
    }

    private static void AddLocal(EvidenceFiles files, int directory, ReadOnlySpan<byte> live, List<(long Age, LogFile File)> found)
    {
        foreach (int child in files.Tree.Children(directory))
        {
            ReadOnlySpan<byte> name = files.Tree.Name(child);
            if (files.Tree[child].Kind == EntryKind.File && name.StartsWith(live) && Rotation(name[live.Length..]) is long age
                && !RotatedTwice.IsTold(files, directory, child))
                found.Add((age, new LogFile(files.Source, child, LogFormat.Local)));
        }
    }

    // "" is the live file, ".2" and ".2.gz" the second rotation.
    public static long? Rotation(ReadOnlySpan<byte> suffix)
    {
        if (suffix.IsEmpty)
            return 0;
        if (suffix.EndsWith(".gz"u8))
            suffix = suffix[..^3];
        return suffix.Length > 1 && suffix[0] == '.' && long.TryParse(suffix[1..], NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number
            : null;
    }
}
