namespace StoreForensics.Formats.Bolt;

/// <summary>Turns pages that no state uses into records.</summary>
internal sealed class BoltCarver(BoltFile file)
{
    private readonly BoltImage _image = file.Image;
    private readonly BoltStateIndex _live = new(file.Live);
    private readonly BoltStateIndex _previous = new(file.Previous);
    private readonly List<BoltCarvedRecord> _records = [];

    public IReadOnlyList<BoltCarvedRecord> Carve()
    {
        List<BoltCarvedPage> pages = BoltCarvedPages.Find(_image, file.Live, file.Previous);
        new BoltPathInference(_image, pages, file.Live, file.Previous).Run();
        foreach (BoltCarvedPage page in pages)
        {
            foreach (BoltElement element in page.Elements)
                Add(page, page.Path ?? [], element, 0);
        }
        return _records;
    }

    private void Add(BoltCarvedPage page, IReadOnlyList<BoltKey> path, BoltElement element, int depth)
    {
        var key = new BoltKey(_image.Content.Slice(element.KeyOffset, element.KeyLength));
        ReadOnlyMemory<byte> value = element.IsBucket ? default : _image.Content.Slice(element.ValueOffset, element.ValueLength);
        bool isRooted = page.Path is not null;
        _records.Add(new BoltCarvedRecord
        {
            Kind = !page.Page.IsLeaf ? BoltCarvedKind.KeyOnly : element.IsBucket ? BoltCarvedKind.Bucket : BoltCarvedKind.Value,
            Page = page.Page.Id,
            Offset = element.KeyOffset,
            Bucket = path,
            PathBasis = page.Basis,
            Key = key,
            Value = value,
            IsCopyOfLive = page.Page.IsLeaf && _live.Contains(path, isRooted, key, value, element.IsBucket),
            IsCopyOfPrevious = page.Page.IsLeaf && _previous.Contains(path, isRooted, key, value, element.IsBucket),
        });
        if (element.IsBucket && depth < BoltLayout.MaxBucketDepth)
            AddInline(page, [.. path, key], element, depth + 1);
    }

    private void AddInline(BoltCarvedPage page, IReadOnlyList<BoltKey> path, BoltElement element, int depth)
    {
        if (element.ValueLength < BoltLayout.BucketHeaderSize)
            return;
        ulong root = _image.Order.U64(_image.Bytes(element.ValueOffset, BoltLayout.BucketHeaderSize), BoltLayout.BucketRootAt);
        var elements = new List<BoltElement>();
        int offset = element.ValueOffset + BoltLayout.BucketHeaderSize, length = element.ValueLength - BoltLayout.BucketHeaderSize;
        if (root != 0 || !BoltInlineBucket.TryParse(_image, offset, length, elements, out _, out _))
            return;
        foreach (BoltElement inner in elements)
            Add(page, path, inner, depth);
    }
}
