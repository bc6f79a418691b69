using System.Globalization;
using System.Security.Cryptography;
using StoreForensics.Primitives;

namespace StoreForensics.Formats.TarSplit;

/// <summary>
/// The bytes that a layer's directory has for a member of the tar-split, from the beginning; null when it has none. Called for every member, in the tar's
/// order; the stream is disposed before the next call. A regular file only: a link in its place is "none", and so are members without bytes.
/// </summary>
internal delegate Stream? TarSplitContent(TarSplitMember member);

/// <summary>
/// Puts a layer's tar together again, byte for byte (format reference, section 6): its SHA-256 must be the layer's diff id. Every file is compared with
/// its recorded size and CRC-64 on the way, so that a wrong digest comes with the file that is to blame.
/// </summary>
internal sealed class TarSplitRebuilder(TarRecordReader source, TarSplitContent content)
{
    /// <summary>More faults are counted, not kept.</summary>
    public const int MaxFaults = 10_000;

    private readonly List<TarSplitFault> _faults = [];
    private readonly byte[] _buffer = new byte[128 * 1024];
    private readonly TarSplitMembers _members = new(source.Problems, source.Origin);
    private long _faultCount;
    private long _files;
    private long _length;
    private bool _canHash = true;

    /// <summary>
    /// Reads the tar-split and every file once. What is written to <paramref name="output"/> is the tar up to the first file that is missing,
    /// unreadable or of another size; the rest is only checked.
    /// </summary>
    public TarSplitRebuild Run(Stream? output = null)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (TarSplitEntry entry in source.Read())
        {
            _canHash &= source.IsWhole;
            long bytes = entry.IsFile ? entry.Size : entry.Segment.Length;
            _length = Math.Min(long.MaxValue - bytes, _length) + bytes;
            if (_members.Take(entry) is { } member)
                Take(member, hash, output);
            else
                Put(entry.Segment.Span, hash, output);
        }
        return new TarSplitRebuild
        {
            Sha256 = _canHash && source.IsWhole ? Convert.ToHexStringLower(hash.GetHashAndReset()) : null,
            Length = _length,
            Files = _files,
            Faults = _faults,
            FaultCount = _faultCount,
        };
    }

    private void Take(TarSplitMember file, IncrementalHash hash, Stream? output)
    {
        _files++;
        _canHash &= !file.IsSparse;
        try
        {
            using Stream? bytes = content(file);
            if (file.Size == 0)
                return;
            if (bytes is null)
                Fail(file, TarSplitFaultKind.Missing, Invariant($"{file.Size} bytes recorded, none there"));
            else
                Copy(file, bytes, hash, output);
        }
        catch (EvidenceFormatException e)
        {
            Fail(file, TarSplitFaultKind.Unreadable, DisplayText.Escape(e.Message));
        }
    }

    private void Copy(TarSplitMember file, Stream bytes, IncrementalHash hash, Stream? output)
    {
        var crc = default(Crc64);
        long left = file.Size;
        while (left > 0)
        {
            int got = bytes.Read(_buffer, 0, (int)Math.Min(left, _buffer.Length));
            if (got == 0)
            {
                Differs(file, TarSplitFaultKind.SizeDiffers, Invariant($"{file.Size} bytes"), Invariant($"{file.Size - left}"));
                return;
            }
            crc.Append(_buffer.AsSpan(0, got));
            Put(_buffer.AsSpan(0, got), hash, output);
            left -= got;
        }
        if (bytes.ReadByte() >= 0)
            Differs(file, TarSplitFaultKind.SizeDiffers, Invariant($"{file.Size} bytes"), Invariant($"more"));
        else if (file.Crc64 is ulong recorded && recorded != crc.Value)
            Add(Difference(file, TarSplitFaultKind.ContentDiffers, Invariant($"CRC-64 {recorded:x16}"), Invariant($"{crc.Value:x16}")));
    }

    private void Put(ReadOnlySpan<byte> bytes, IncrementalHash hash, Stream? output)
    {
        if (!_canHash)
            return;
        hash.AppendData(bytes);
        output?.Write(bytes);
    }

    private void Fail(TarSplitMember file, TarSplitFaultKind kind, string detail) => Fail(new TarSplitFault(file, kind, detail));

    private void Differs(TarSplitMember file, TarSplitFaultKind kind, string recorded, string found) => Fail(Difference(file, kind, recorded, found));

    private void Fail(TarSplitFault fault)
    {
        _canHash = false;
        Add(fault);
    }

    private void Add(TarSplitFault fault)
    {
        _faultCount++;
        if (_faults.Count < MaxFaults)
            _faults.Add(fault);
    }

    private static TarSplitFault Difference(TarSplitMember file, TarSplitFaultKind kind, string recorded, string found) =>
        new(file, kind, $"{recorded} recorded, {found} found") { Recorded = recorded, Found = found };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
