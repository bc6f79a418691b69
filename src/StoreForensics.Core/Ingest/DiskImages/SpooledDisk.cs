using StoreForensics.Ingest.Archives;
using StoreForensics.Ingest.Disks;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.DiskImages;

/// <summary>A disk image that comes in one direction only, out of compression, set aside in a
/// temporary file so that it can be read by position. Runs of zeros take no room there.</summary>
internal sealed class SpooledDisk : IBlockSource
{
    private const int PieceBytes = 64 * 1024;

    private readonly FileStream _file;
    private readonly FileBlocks _blocks;

    private SpooledDisk(FileStream file, long length) => (_file, _blocks) = (file, new FileBlocks(file.SafeFileHandle, length));

    public long Length => _blocks.Length;

    /// <summary>Reads all there is; where damage ends it early, that is a problem and the image is as long as what came.</summary>
    /// <param name="content">The image from its start; taken over.</param>
    /// <param name="options">Where temporary files and problems go.</param>
    /// <param name="origin">The image, for problems.</param>
    /// <exception cref="EvidenceOpenException">The temporary file cannot be written.</exception>
    public static SpooledDisk Read(Stream content, OpenOptions options, Origin origin)
    {
        using var input = new ForwardInput(new ReadAhead(content));
        FileStream? file = null;
        try
        {
            file = options.Scratch.CreateFile("disk");
            while (input.TakeSome(PieceBytes) is { IsEmpty: false } piece)
            {
                if (piece.ContainsAnyExcept((byte)0))
                    RandomAccess.Write(file.SafeFileHandle, piece, input.Position - piece.Length);
            }
            file.SetLength(input.Position);
        }
        catch (IOException full)
        {
            file?.Dispose();
            throw new EvidenceOpenException($"A temporary file cannot be written: {full.Message}", full);
        }
        catch
        {
            file?.Dispose();
            throw;
        }
        if (input.Failure is { } failure)
            options.Problems.Damage(failure.Code, origin with { Offset = input.Position }, $"The disk image ends here, {failure.Message}");
        return new SpooledDisk(file, input.Position);
    }

    public void ReadAt(long offset, Span<byte> target) => _blocks.ReadAt(offset, target);

    public DataRun NextData(long from) => _blocks.NextData(from);

    public void Dispose() => _file.Dispose();
}
