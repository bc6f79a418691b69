using StoreForensics.Evidence;
using StoreForensics.Ingest.Archives;
using StoreForensics.Ingest.Disks;
using StoreForensics.Ingest.FileSystems;
using StoreForensics.Ingest.Partitions;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.DiskImages;

/// <summary>Images of file systems, and tars, in files of an evidence. Of many images only a few are kept open at a time; a tar that is compressed is
/// decompressed anew for what is asked of it, so that none is unpacked.</summary>
/// <param name="options">Where temporary files and problems go.</param>
internal sealed class NestedImages(OpenOptions options) : INestedImages, IDisposable
{
    private const int MaxImages = 32768;

    private readonly Lock _lock = new();
    private readonly OpenImages _open = new();
    private readonly IdleInputs _idle = new();
    private readonly Dictionary<EntryRef, NestedSource?> _byFile = [];
    private readonly List<NestedSource> _sources = [];

    /// <summary>Those that were opened, in their order: whoever takes them disposes of them.</summary>
    public IReadOnlyList<NestedSource> Sources => _sources;

    /// <summary>Told of each that is opened from now on: layers are read when they are first asked for.</summary>
    public Action<NestedSource>? Opened { get; set; }

    /// <inheritdoc/>
    public IEvidenceSource? Open(EntryRef file) => Open(file, Read);

    /// <inheritdoc/>
    public IEvidenceSource? OpenTar(EntryRef file) => Open(file, f => NestedArchive.TryOpen(f.Source, f.Node, Plain, _idle));

    /// <inheritdoc/>
    public IReadOnlyList<EvidencePath> FirstNames(EntryRef file) => TarGlance.Names(file.Source, file.Node);

    /// <summary>For when nobody takes them.</summary>
    public void Dispose()
    {
        for (int i = _sources.Count - 1; i >= 0; i--)
            _sources[i].Dispose();
    }

    // What lies in a tar is not set aside: layers may be larger than any disk.
    private OpenOptions Plain => options with { Keep = static (_, _) => false, KeepIfRoom = static (_, _) => false };

    private NestedSource? Open(EntryRef file, Func<EntryRef, IEvidenceSource?> read)
    {
        lock (_lock)
            return OpenOnce(file, read);
    }

    private NestedSource? OpenOnce(EntryRef file, Func<EntryRef, IEvidenceSource?> read)
    {
        if (_byFile.TryGetValue(file, out NestedSource? known))
            return known;
        NestedSource? opened = null;
        try
        {
            if (_sources.Count >= MaxImages)
                throw new EvidenceFormatException(DiskProblems.NotNested, $"more than {MaxImages} images: this one is not read");
            if (read(file) is { } content)
            {
                opened = new NestedSource(file, content);
                _sources.Add(opened);
                Opened?.Invoke(opened);
            }
        }
        catch (EvidenceFormatException e)
        {
            options.Problems.Damage(e.Code, file.Origin(e.Offset), "the image cannot be read: " + DisplayText.Escape(e.Message));
        }
        return _byFile[file] = opened;
    }

    private ImageSource Read(EntryRef file)
    {
        IBlockSource blocks = Blocks(file);
        try
        {
            var whole = new Partition
            {
                Type = "image",
                Start = 0,
                Length = blocks.Length,
                Place = "whole image",
                Ground = (blocks, 0),
                Blocks = blocks,
            };
            IFileSystemReader reader = FileSystemReaders.For(whole)
                ?? throw new EvidenceFormatException(DiskProblems.NotNested, $"it holds {whole.Content.Words} and no file system that is read");
            IFileSystem fileSystem = reader.Open(whole, new FileSystemContext(options.Problems, file.Origin()));
            var tree = new EvidenceTreeBuilder();
            fileSystem.AddTo(tree, EvidenceTree.Root, 0);
            return new ImageSource(file, blocks, fileSystem, tree.Seal());
        }
        catch
        {
            blocks.Dispose();
            throw;
        }
    }

    private IBlockSource Blocks(EntryRef file)
    {
        Stream stream = file.Source.Open(file.Node);
        if (!stream.CanSeek)
            return SpooledDisk.Read(stream, options, file.Origin());
        stream.Dispose();
        return new ImageBlocks(file, _open);
    }
}
