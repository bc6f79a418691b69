namespace StoreForensics.Ingest.FileSystems.Ext4;

/// <summary>Which groups have a copy of the superblock and the descriptors (globals.rst, "Sparse Super"; Linux fs/ext4/balloc.c, ext4_bg_has_super).</summary>
internal sealed class BackupGroups(SuperBlock super)
{
    /// <summary>Without sparse_super each group has one; so many are looked at.</summary>
    private const int MostCopies = 128;

    private static readonly long[] s_sparse = [.. Powers(3).Concat(Powers(5)).Concat(Powers(7)).Append(1).Order()];

    /// <summary>Whether a group begins with a superblock, the first or a copy.</summary>
    public bool Has(long group)
    {
        if (group == 0)
            return true;
        if (super.Has(Compatible.SparseSuper2))
            return group == super.BackupGroup1 || group == super.BackupGroup2;
        return !super.Has(ReadOnlyCompatible.SparseSuper) || Array.BinarySearch(s_sparse, group) >= 0;
    }

    /// <summary>The groups with copies in the order in which they are tried.</summary>
    public IEnumerable<long> Of()
    {
        if (super.Has(Compatible.SparseSuper2))
            return ((long[])[super.BackupGroup1, super.BackupGroup2]).Where(g => g > 0 && g < super.GroupCount).Distinct();
        long count = super.GroupCount;
        return super.Has(ReadOnlyCompatible.SparseSuper) ? s_sparse.TakeWhile(g => g < count)
            : Enumerable.Range(1, (int)Math.Clamp(count - 1, 0, MostCopies)).Select(g => (long)g);
    }

    // Numbers of groups have 32 bits.
    private static IEnumerable<long> Powers(long of)
    {
        for (long power = of; power <= uint.MaxValue; power *= of)
            yield return power;
    }
}
