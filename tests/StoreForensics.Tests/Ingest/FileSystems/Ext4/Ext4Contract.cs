using StoreForensics.Evidence;
using StoreForensics.Primitives;
using StoreForensics.Tests.Contracts;

namespace StoreForensics.Tests.Ingest.FileSystems.Ext4;

/// <summary>The portable tree as the kernel wrote it into each kind of ext2, ext3 and ext4.</summary>
[TestFixtureSource(typeof(Ext4Contract), nameof(Names))]
public sealed class Ext4Contract(string name) : EvidenceSourceContract
{
    public static IEnumerable<string> Names => Ext4Images.All.Select(i => i.Name);

    private protected override IReadOnlyList<ReferenceEntry> Reference => ReferenceTree.PortableEntries;

    private protected override IEvidenceSource Open(IReadOnlyList<ReferenceEntry> held, ProblemLog problems) => Ext4Fixtures.Open(name + ".img", problems);

    // Inodes of 128 bytes hold 32 bits of seconds, and the largest attribute finds no room in a block of 1024 bytes.
    private protected override ReferenceEntry? Held(ReferenceEntry entry)
    {
        string options = Ext4Images.All.First(i => i.Name == name).Options;
        bool has(string word) => options.Contains(word, StringComparison.Ordinal);
        if (has("-b 1024") && !has("ea_inode"))
            entry = entry with { Xattrs = [.. entry.Xattrs.Where(a => a.Value.Length < 1000)] };
        if (has("-r 0")) // the kernel believes that these have room for more, and cuts what they have not
            return entry with { Modified = new Timestamp((int)entry.Modified.Seconds, 0) };
        return has("-I 128") ? entry with { Modified = new Timestamp(Math.Min(entry.Modified.Seconds, int.MaxValue), 0) } : entry;
    }
}
