using System.Globalization;
using StoreForensics.Evidence;
using StoreForensics.Ingest;
using StoreForensics.Ingest.FileSystems.Btrfs;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Stores;
using StoreForensics.Stores.Drivers;
using StoreForensics.Views;

namespace StoreForensics;

/// <summary>The evidence's own tree as an object to look into: <c>@host</c>; <c>@host:N</c>, the N-th file system that <c>info</c> lists; and
/// <c>@host:SUBVOLUME</c>, a subvolume of a btrfs by its path from the top one.</summary>
public static class HostObjects
{
    private const string Word = "@host";

    /// <summary>Whether an object's name means this; no image, container or layer can have such a name.</summary>
    public static bool IsMeant(string name) => name == Word || name.StartsWith(Word + ":", StringComparison.Ordinal);

    /// <exception cref="UsageException">No such file system.</exception>
    internal static ViewedObject Find(string name, IReadOnlyList<IEvidenceSource> sources, IReadOnlyList<EvidenceDetails> details)
    {
        if (sources.Count != 1)
            throw new UsageException($"{Word} is the tree of one evidence, and {sources.Count} are given");
        IEvidenceSource source = sources[0];
        return ViewedObject.OfHost(name, new Layer
        {
            Id = Word,
            Store = new StoreInfo { Name = "", Driver = "", Era = "", Root = source.Origin(EvidenceTree.Root) },
            Origin = source.Origin(EvidenceTree.Root),
            Files = new LayerFiles(source, RootOf(name, source, details[0].Disk), NoWhiteouts.Instance, IsWholeTree: true),
        });
    }

    /// <summary>What holds the names that are meant: of a tar that holds no store but a disk image that can be read, that disk.</summary>
    internal static OpenedEvidence Innermost(OpenedEvidence opened, string path, OpenOptions options)
    {
        try
        {
            return StoreReader.HoldsRoot(opened.Source.Tree) ? opened : EvidenceOpener.OpenInside(opened, path, options) ?? opened;
        }
        catch (EvidenceOpenException)
        {
            return opened; // several disks, or one that cannot be read: the tar's own names are what there is
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    // Null where no file system has it.
    private static int? Subvolume(string path, EvidenceTree tree, DiskFacts? disk)
    {
        if (path.Trim('/').Length == 0)
            return null;
        int[] found = [.. (disk?.Partitions ?? []).Where(p => p.FileSystem is { Kind: "btrfs" })
            .Select(p => tree.Find(EvidenceTree.Root, System.Text.Encoding.UTF8.GetBytes(p.Directory + "/" + path)))
            .Where(n => n != EvidenceTree.None && tree[n].Kind == EntryKind.Directory && tree.Extra(n).Inode == BtrfsLayout.FirstFree)];
        return found.Length <= 1 ? found.Select(n => (int?)n).FirstOrDefault()
            : throw new UsageException($"{found.Length} file systems have a subvolume {DisplayText.Escape(path)}: name it by its whole path in {Word}");
    }

    private static int RootOf(string name, IEvidenceSource source, DiskFacts? disk)
    {
        if (name == Word)
            return EvidenceTree.Root;
        string[] directories = disk is null ? [""] : [.. disk.Partitions.Where(p => p.FileSystem is not null).Select(p => p.Directory ?? "")];
        bool isNumber = int.TryParse(name[(Word.Length + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int number);
        if (isNumber && number >= 1 && number <= directories.Length)
            return source.Tree.Find(EvidenceTree.Root, System.Text.Encoding.UTF8.GetBytes(directories[number - 1]));
        if (!isNumber && Subvolume(name[(Word.Length + 1)..], source.Tree, disk) is { } subvolume)
            return subvolume;
        string known = string.Join(", ", directories.Select((d, i) =>
            string.Create(CultureInfo.InvariantCulture, $"{Word}:{i + 1} ({(d.Length == 0 ? "the whole evidence" : d)})")));
        throw new UsageException($"no {DisplayText.Escape(name)} in {DisplayText.Escape(source.Name)}: there is {known}");
    }
}
