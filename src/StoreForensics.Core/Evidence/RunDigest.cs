using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using StoreForensics.Primitives;

namespace StoreForensics.Evidence;

/// <summary>
/// A digest of a large file that costs what its data costs and does not depend on whether a copy kept its holes. The file is taken in blocks of 4,096 bytes,
/// the last of them perhaps shorter; each longest run of blocks that are not zeros alone is a line, in the file's order: offset, blank, length, blank, the
/// run's SHA-256 in lower-case hexadecimal, line feed; both numbers decimal. The digest is the SHA-256 of these lines.
/// </summary>
internal sealed class RunDigest : IDisposable
{
    /// <summary>Files of this size and more are digested so; smaller ones as a whole.</summary>
    public const long LeastFileBytes = 1L << 30;

    private const int BlockBytes = 4096;
    private const int BufferBytes = 1 << 20;

    private readonly IncrementalHash _lines = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IncrementalHash _run = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _start = -1;
    private long _end;

    private RunDigest()
    {
    }

    /// <summary>Reads a stream from its start to its end.</summary>
    /// <param name="stream">At its start.</param>
    /// <param name="passed">Told the bytes read or passed over since it was told last; may be null.</param>
    public static byte[] Of(Stream stream, Action<long>? passed = null)
    {
        using var digest = new RunDigest();
        digest.Take(stream, passed);
        digest.EndRun();
        return digest._lines.GetHashAndReset();
    }

    public void Dispose()
    {
        _lines.Dispose();
        _run.Dispose();
    }

    private void Take(Stream stream, Action<long>? passed)
    {
        byte[] buffer = new byte[BufferBytes];
        for (long at = 0; stream.NextData(at) is { IsEmpty: false } data;)
        {
            long start = data.Start / BlockBytes * BlockBytes; // `at` is the start of a block too
            if (start > at)
                stream.Position = start;
            passed?.Invoke(start - at);
            at = start;
            while (at < data.End)
            {
                int wanted = (int)Math.Min(BufferBytes, data.End > long.MaxValue - BlockBytes ? BufferBytes
                    : (data.End - at + BlockBytes - 1) / BlockBytes * BlockBytes);
                int read = stream.ReadAtLeast(buffer.AsSpan(0, wanted), wanted, throwOnEndOfStream: false);
                Blocks(buffer.AsSpan(0, read), at);
                at += read;
                passed?.Invoke(read);
                if (read < wanted)
                    return; // the stream's end
            }
        }
    }

    private void Blocks(ReadOnlySpan<byte> bytes, long at)
    {
        int from = 0; // of the run's bytes at hand
        for (int block = 0; block < bytes.Length; block += BlockBytes)
        {
            int end = Math.Min(block + BlockBytes, bytes.Length);
            if (bytes[block..end].ContainsAnyExcept((byte)0))
                continue;
            Append(bytes[from..block], at + from);
            from = end;
        }
        Append(bytes[from..], at + from);
    }

    private void Append(ReadOnlySpan<byte> data, long at)
    {
        if (data.IsEmpty)
            return;
        if (at != _end)
            EndRun();
        if (_start < 0)
            _start = at;
        _run.AppendData(data);
        _end = at + data.Length;
    }

    private void EndRun()
    {
        if (_start >= 0)
            _lines.AppendData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture,
                $"{_start} {_end - _start} {Convert.ToHexStringLower(_run.GetHashAndReset())}\n")));
        _start = -1;
    }
}
