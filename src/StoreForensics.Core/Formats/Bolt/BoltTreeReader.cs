using StoreForensics.Primitives;

namespace StoreForensics.Formats.Bolt;

/// <summary>
/// Reads one state of the database from its root page. Every slot is taken once, so a forged file with cycles or shared pages costs no more than
/// its size; what cannot be read becomes a problem and its siblings are read on (format reference, section 8.4).
/// </summary>
internal sealed class BoltTreeReader(BoltImage image, ProblemLog problems, Origin origin, ProblemSeverity severity, string state)
{
    private readonly bool[] _isUsed = new bool[image.SlotCount];
    private readonly Dictionary<ulong, BoltBucket> _owners = [];
    private int _depth;

    public BoltTree Read(BoltMeta meta)
    {
        var root = new BoltBucket(null, default, meta.RootPage, meta.RootSequence);
        ReadPage(root, meta.RootPage);
        CheckOrder(root);
        return new BoltTree(root, _isUsed, _owners);
    }

    private void ReadPage(BoltBucket bucket, ulong id)
    {
        if (!TryTake(bucket, id, out BoltPage page))
        {
            bucket.IsDamaged = true;
            return;
        }
        _depth++;
        _owners[id] = bucket;
        var elements = new List<BoltElement>(Math.Min(page.Count, page.Length / BoltLayout.ElementSize));
        int bad = BoltElements.Parse(image, page.Offset, page.Length, page.IsLeaf, page.Count, elements);
        if (bad > 0)
            ReportElements(bucket, page.Offset, $"page {id}", bad, page.Count, page.IsCut);
        foreach (BoltElement element in elements)
        {
            if (page.IsLeaf)
                AddEntry(bucket, element, id);
            else
                ReadPage(bucket, element.Child);
        }
        _depth--;
    }

    private bool TryTake(BoltBucket bucket, ulong id, out BoltPage page)
    {
        BoltPageFault fault = image.TryPage(id, out page, out ulong found);
        if (fault != BoltPageFault.None)
            return Fail(bucket, fault, id, found);
        if (_depth >= BoltLayout.MaxPageDepth)
            return Report("SF-BOLT-0014", page.Offset, $"page {id} of {Name(bucket)} lies more than {BoltLayout.MaxPageDepth} pages deep and is not read");
        int first = (int)id, end = (int)Math.Min(image.SlotCount, first + (page.FullLength / image.PageSize));
        for (int slot = first; slot < end; slot++)
        {
            if (_isUsed[slot])
                return Report("SF-BOLT-0013", page.Offset,
                    $"page {id} of {Name(bucket)} was met before, in this or another place of the tree, and is not read again");
        }
        _isUsed.AsSpan(first, end - first).Fill(true);
        return true;
    }

    private bool Fail(BoltBucket bucket, BoltPageFault fault, ulong id, ulong found)
    {
        string where = $"page {id} of {Name(bucket)}";
        long offset = id < (ulong)image.FileSlots ? (long)id * image.PageSize : 0;
        return fault switch
        {
            BoltPageFault.OutsideFile => Report("SF-BOLT-0010", offset, $"{where} is not in the file, which has {image.FileSlots} pages"),
            BoltPageFault.IdDiffers => Report("SF-BOLT-0011", offset, $"{where} carries the number {found}, so it is not that page, and is not read"),
            _ => Report("SF-BOLT-0012", offset, $"{where} is neither branch nor leaf (flags 0x{found:x}) and is not read"),
        };
    }

    private void AddEntry(BoltBucket bucket, BoltElement element, ulong page)
    {
        var key = new BoltKey(image.Content.Slice(element.KeyOffset, element.KeyLength));
        ReadOnlyMemory<byte> value = image.Content.Slice(element.ValueOffset, element.ValueLength);
        BoltBucket? inner = element.IsBucket ? ReadBucket(bucket, key, element, page) : null;
        bucket.Add(new BoltEntry(key, value, inner, element.IsBucket, page, element.KeyOffset));
    }

    private BoltBucket? ReadBucket(BoltBucket parent, BoltKey name, BoltElement element, ulong page)
    {
        bool isTooDeep = parent.Depth >= BoltLayout.MaxBucketDepth;
        if (element.ValueLength < BoltLayout.BucketHeaderSize || isTooDeep)
        {
            parent.IsDamaged = true;
            string fault = isTooDeep ? "nested too deeply" : $"described in {element.ValueLength} bytes instead of at least {BoltLayout.BucketHeaderSize}";
            Report("SF-BOLT-0017", element.KeyOffset, $"the bucket {name} in {Name(parent)} is {fault}");
            return null;
        }
        ReadOnlySpan<byte> header = image.Bytes(element.ValueOffset, BoltLayout.BucketHeaderSize);
        ulong root = image.Order.U64(header, BoltLayout.BucketRootAt);
        var bucket = new BoltBucket(parent, name, root, image.Order.U64(header, BoltLayout.BucketSequenceAt));
        if (root != 0)
            ReadPage(bucket, root);
        else
            ReadInline(bucket, element, page);
        CheckOrder(bucket);
        return bucket;
    }

    private void ReadInline(BoltBucket bucket, BoltElement element, ulong page)
    {
        int offset = element.ValueOffset + BoltLayout.BucketHeaderSize, length = element.ValueLength - BoltLayout.BucketHeaderSize;
        var elements = new List<BoltElement>();
        if (!BoltInlineBucket.TryParse(image, offset, length, elements, out int count, out int bad))
        {
            bucket.IsDamaged = true;
            Report("SF-BOLT-0017", element.KeyOffset, $"{Name(bucket)} is to be inline, but no leaf page is in its value");
            return;
        }
        if (bad > 0)
            ReportElements(bucket, offset, Name(bucket), bad, count, isCut: false);
        foreach (BoltElement inner in elements)
            AddEntry(bucket, inner, page);
    }

    private void ReportElements(BoltBucket bucket, long offset, string where, int bad, int count, bool isCut)
    {
        bucket.IsDamaged = true;
        Report("SF-BOLT-0015", offset, $"{bad} of {count} entries of {where} "
            + (isCut ? "lie behind the end of the file" : "point outside it or overlap") + " and are lost");
    }

    private void CheckOrder(BoltBucket bucket)
    {
        if (!bucket.IsSorted)
            problems.Warn("SF-BOLT-0018", At(bucket.Entries[0].Offset),
                $"the keys of {Name(bucket)} are not in order: damaged, or not written by the database library{state}");
    }

    private bool Report(string code, long offset, string message)
    {
        problems.Add(code, severity, At(offset), message + state);
        return false;
    }

    private Origin At(long offset) => origin with { Offset = offset };

    private static string Name(BoltBucket bucket) =>
        bucket.Parent is null ? "the root bucket" : "the bucket " + string.Join('/', bucket.Path.Select(n => n.ToString()));
}
