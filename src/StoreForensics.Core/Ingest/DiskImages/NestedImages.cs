using StoreForensics.Evidence;
using StoreForensics.Ingest.Disks;
using StoreForensics.Ingest.FileSystems;
using StoreForensics.Ingest.Partitions;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.DiskImages;

/// <summary>Images of file systems in files of an evidence. Of many only a few are kept open at a time.</summary>
/// <param name="options">Where temporary files and problems go.</param>
internal sealed class NestedImages(OpenOptions options) : INestedImages, IDisposable
{
    private const int MaxImages = 4096;

    private readonly OpenImages _open = new();
    private readonly Dictionary<EntryRef, NestedSource?> _byFile = [];
    private readonly List<NestedSource> _sources = [];

    /// <summary>Those that were opened, in their order: whoever takes them disposes of them.</summary>
    public IReadOnlyList<NestedSource> Sources => _sources;

    /// <inheritdoc/>
    public IEvidenceSource? Open(EntryRef file)
    {
        if (_byFile.TryGetValue(file, out NestedSource? known))
            return known;
        NestedSource? opened = null;
        try
        {
            if (_sources.Count >= MaxImages)
                throw new EvidenceFormatException(DiskProblems.NotNested, $"more than {MaxImages} images: this one is not read");
            opened = new NestedSource(file, Read(file));
            _sources.Add(opened);
        }
        catch (EvidenceFormatException e)
        {
            options.Problems.Damage(e.Code, file.Origin(e.Offset), "the image cannot be read: " + DisplayText.Escape(e.Message));
        }
        return _byFile[file] = opened;
    }

    /// <summary>For when nobody takes them.</summary>
    public void Dispose() => _sources.ForEach(s => s.Dispose());

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
