using StoreForensics.Primitives;

namespace StoreForensics.Formats.Bolt;

/// <summary>
/// A bolt (bbolt) database, read without the library and without trusting it (docker-storage-formats.md section 8). Opening never throws: damage
/// is in the problem log, the rest is here. Holds the content; everything handed out points into it.
/// </summary>
internal sealed class BoltFile
{
    private readonly ProblemLog _problems;
    private readonly Origin _origin;
    private readonly BoltMeta? _previousMeta;
    private BoltTree? _previous;
    private IReadOnlyList<BoltCarvedRecord>? _carved;

    private BoltFile(BoltImage image, BoltTree? live, BoltMeta? liveMeta, BoltMeta? previousMeta, ProblemLog problems, Origin origin)
    {
        Image = image;
        Live = live;
        LiveMeta = liveMeta;
        _previousMeta = previousMeta;
        _problems = problems;
        _origin = origin;
    }

    /// <summary>The root bucket as the database stood when the evidence was taken; null when no meta page can be used at all.</summary>
    public BoltBucket? Root => Live?.Root;

    /// <summary>
    /// The root bucket one transaction earlier, from the other meta page; null when that page is torn or the same. Complete unless a later transaction
    /// was under way when the evidence was taken: its problems are warnings.
    /// </summary>
    public BoltBucket? PreviousRoot => Previous?.Root;

    /// <summary>
    /// Whether the live state is known to be the newest: both meta pages are whole. The page that is not may have been the root of a newer one.
    /// </summary>
    public bool IsNewest { get; private init; }

    public bool IsBigEndian => Image.Order.IsBigEndian;

    public int PageSize => Image.PageSize;

    /// <summary>Number of the transaction that made the live state; null when unknown.</summary>
    public ulong? TransactionId => LiveMeta?.TransactionId;

    /// <summary>Where the content comes from.</summary>
    public Origin Origin => _origin;

    internal BoltImage Image { get; }

    internal BoltMeta? LiveMeta { get; }

    internal BoltTree? Live { get; }

    internal BoltTree? Previous =>
        _previous ??= _previousMeta is BoltMeta meta ? new BoltTreeReader(Image, _problems, _origin, ProblemSeverity.Warning, " (previous state)").Read(meta)
            : null;

    /// <summary>Reads the stream to its end, or to <see cref="BoltContent.MaxBytes"/>, then as the other overload.</summary>
    public static BoltFile Open(Stream content, ProblemLog problems, Origin origin) =>
        Open(BoltContent.Read(content, problems, origin), problems, origin);

    /// <summary>Finds the meta pages and reads the live state.</summary>
    public static BoltFile Open(ReadOnlyMemory<byte> content, ProblemLog problems, Origin origin) =>
        Open(new BoltBytes(content, content.Length), problems, origin);

    private static BoltFile Open(BoltBytes bytes, ProblemLog problems, Origin origin)
    {
        ReadOnlyMemory<byte> content = bytes.Bytes;
        IReadOnlyList<BoltMeta> metas = BoltMetaPages.Find(content.Span);
        var checks = new BoltMetaChecks(problems, origin);
        if (metas.Count == 0 || metas[0].State == BoltMetaState.Unusable)
        {
            checks.ReportNone(bytes.FileBytes, metas);
            int guessed = BoltPageSizeGuess.From(content.Span);
            return new BoltFile(new BoltImage(bytes, guessed, default), null, null, null, problems, origin);
        }
        BoltMeta live = metas[0];
        checks.Report(bytes.FileBytes, live, metas);
        var image = new BoltImage(bytes, (int)live.PageSize, new BoltByteOrder(live.IsBigEndian));
        BoltMeta? previous = metas.Count > 1 && BoltMetaChecks.IsPrevious(live, metas[1]) ? metas[1] : null;
        BoltTree tree = new BoltTreeReader(image, problems, origin, ProblemSeverity.Damage, "").Read(live);
        return new BoltFile(image, tree, live, previous, problems, origin) { IsNewest = metas.Count > 1 && metas.All(m => m.IsTrusted) };
    }

    /// <summary>
    /// Records of pages that neither the live nor the previous state uses, by page and position: what earlier transactions left, and after a power cut
    /// what an unfinished one had written. Copies of live records are among them and marked. Computed once.
    /// </summary>
    public IReadOnlyList<BoltCarvedRecord> Carve() => _carved ??= new BoltCarver(this).Carve();
}
