using System.Buffers.Binary;
using K4os.Compression.LZ4;
using K4os.Hash.xxHash;
using StoreForensics.Ingest.Recognition;

namespace StoreForensics.Ingest.Archives.Compression;

/// <summary>
/// lz4: frames (LZ4 Frame Format 1.6), also legacy and skippable ones, one after another. The package decodes blocks; its own frame reader knows neither
/// concatenation after an empty frame, skippable nor legacy frames.
/// </summary>
internal sealed class Lz4Decoder(CompressedInput input) : MemberDecoder(input)
{
    private const uint Magic = 0x184D2204;
    private const uint LegacyMagic = 0x184C2102;
    private const int History = 64 * 1024;
    private const int LegacyBlockBytes = 8 << 20;
    private const uint IsStored = 0x8000_0000;

    private readonly XXH32 _checksum = new();
    private byte[] _window = []; // up to 64 KiB that later blocks may refer to, then the current block
    private byte[] _block = [];
    private int _historyBytes;
    private int _start;
    private int _end;
    private Lz4Frame? _frame;
    private bool _isDone;

    public override int StepBytes => int.MaxValue;

    public override int Read(Span<byte> buffer)
    {
        while (_start == _end && !_isDone)
        {
            if (_frame is null)
                _isDone = !BeginFrame();
            else
                NextBlock(_frame);
        }
        int length = Math.Min(buffer.Length, _end - _start);
        _window.AsSpan(_start, length).CopyTo(buffer);
        _start += length;
        return length;
    }

    private bool BeginFrame()
    {
        ReadOnlySpan<byte> next = Input.Peek(4);
        uint magic = next.Length < 4 ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(next);
        if (CompressionSigns.IsSkippable(magic))
        {
            SkipFrame();
            return true;
        }
        HasTrailingBytes = !next.IsEmpty && magic is not (Magic or LegacyMagic);
        if (next.Length < 4 || HasTrailingBytes)
            return false;
        Input.Skip(4);
        _frame = magic == LegacyMagic ? new Lz4Frame { IsLegacy = true, BlockBytes = LegacyBlockBytes } : Lz4Frame.Read(Input);
        if (_window.Length < History + _frame.BlockBytes)
            _window = new byte[History + _frame.BlockBytes];
        _historyBytes = _start = _end = 0;
        _checksum.Reset();
        return true;
    }

    private void SkipFrame()
    {
        Span<byte> head = stackalloc byte[8];
        Input.ReadExactly(head);
        byte[] bin = new byte[4096];
        for (long left = BinaryPrimitives.ReadUInt32LittleEndian(head[4..]); left > 0;)
        {
            int read = Input.Read(bin.AsSpan(0, (int)Math.Min(left, bin.Length)));
            left -= read > 0 ? read : throw new EndOfStreamException("a skippable frame does not end");
        }
    }

    private void NextBlock(Lz4Frame frame)
    {
        if (frame.IsLegacy && LegacyEnds())
        {
            _frame = null;
            return;
        }
        uint size = ReadUInt32();
        if (size == 0 && !frame.IsLegacy)
        {
            EndFrame(frame);
            return;
        }
        bool isStored = !frame.IsLegacy && (size & IsStored) != 0;
        int length = (int)(size & ~IsStored);
        if (length > LZ4Codec.MaximumOutputSize(frame.BlockBytes))
            throw new InvalidDataException("a block is larger than its frame allows");
        if (_block.Length < length)
            _block = new byte[length];
        Span<byte> block = _block.AsSpan(0, length);
        Input.ReadExactly(block);
        if (frame.HasBlockChecksum && ReadUInt32() != XXH32.DigestOf(block))
            throw new InvalidDataException("a block's checksum is wrong");
        Decode(frame, block, isStored);
    }

    private void Decode(Lz4Frame frame, ReadOnlySpan<byte> block, bool isStored)
    {
        KeepHistory(frame);
        Span<byte> target = _window.AsSpan(_historyBytes, frame.BlockBytes);
        int length;
        if (!isStored)
            length = LZ4Codec.Decode(block, target, _window.AsSpan(0, _historyBytes));
        else if (block.TryCopyTo(target))
            length = block.Length;
        else
            length = -1;
        if (length < 0)
            throw new InvalidDataException("a block cannot be decoded");
        (_start, _end) = (_historyBytes, _historyBytes + length);
        if (frame.HasContentChecksum)
            _checksum.Update(target[..length]);
    }

    private void KeepHistory(Lz4Frame frame)
    {
        int kept = frame.IsLinked ? Math.Min(History, _end) : 0;
        _window.AsSpan(_end - kept, kept).CopyTo(_window);
        _historyBytes = kept;
    }

    // A legacy frame has no end mark: it ends with the input or where another frame's magic stands in place of a size.
    private bool LegacyEnds()
    {
        ReadOnlySpan<byte> next = Input.Peek(4);
        return next.IsEmpty || (next.Length == 4 && BinaryPrimitives.ReadUInt32LittleEndian(next) is var word
            && (word is Magic or LegacyMagic || CompressionSigns.IsSkippable(word)));
    }

    private void EndFrame(Lz4Frame frame)
    {
        _frame = null;
        if (frame.HasContentChecksum && ReadUInt32() != _checksum.Digest())
            throw new InvalidDataException("the checksum of its content is wrong");
    }

    private uint ReadUInt32()
    {
        Span<byte> word = stackalloc byte[4];
        Input.ReadExactly(word);
        return BinaryPrimitives.ReadUInt32LittleEndian(word);
    }
}
