using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Archives.Tar;

/// <summary>Reads the map of a sparse entry in GNU tar's four spellings: old GNU headers with extension blocks, and PAX 0.0, 0.1 and 1.0.</summary>
internal sealed class SparseReader(BlockInput input)
{
    private readonly SparseMapBuilder _gnu = new();
    private bool _isExtended;
    private long _gnuRealSize;

    /// <summary>Takes what an old GNU header holds, while it can still be looked at.</summary>
    public void Start(in TarHeader header)
    {
        if (header.Type != 'S')
            return;
        _gnu.Clear();
        TakePairs(header.Field(TarLayout.GnuSparse..TarLayout.GnuIsExtended), TarLayout.GnuSparsePairs);
        _isExtended = header.Field(TarLayout.GnuIsExtended..(TarLayout.GnuIsExtended + 1))[0] != 0;
        if (TarNumber.Parse(header.Field(TarLayout.GnuRealSize), out _gnuRealSize) != TarNumberState.Valid)
            _gnu.Fail("its size cannot be read");
    }

    /// <summary>The map (null, and told, when it cannot be believed), the expanded size, and the bytes stored from here on.</summary>
    public (SparseMap? Map, long Size, long StoredBytes) Read(TarMember member, PaxSparse pax, long stored)
    {
        long size;
        SparseMapBuilder builder;
        if (member.Type == 'S' && !pax.IsSparse)
        {
            (builder, size) = (_gnu, _gnuRealSize);
            TakeExtensions();
        }
        else
        {
            (builder, size) = (pax.Map, pax.RealSize ?? stored);
            if (pax.Major >= 1)
                stored -= TakeMapBefore(builder, stored);
        }
        SparseMap? map = builder.Build(size, stored);
        if (map is null)
            member.Tell(ArchiveProblems.BadSparseMap, ProblemSeverity.Damage, $"A sparse file that cannot be expanded: {builder.Fault}.");
        else if (stored - map.PackedBytes >= TarLayout.BlockBytes)
            member.Tell(ArchiveProblems.UnexpectedData, ProblemSeverity.Note, "A sparse file with stored bytes that its map does not name.");
        return (map, Math.Max(0, size), stored);
    }

    private void TakeExtensions()
    {
        while (_isExtended)
        {
            ReadOnlySpan<byte> block = input.Take(TarLayout.BlockBytes);
            if (block.Length < TarLayout.BlockBytes)
            {
                _gnu.Fail("the archive ends inside its map");
                return;
            }
            TakePairs(block, TarLayout.GnuExtensionPairs);
            _isExtended = block[TarLayout.GnuExtensionIsExtended] != 0;
        }
    }

    // A pair without a length ends the list.
    private void TakePairs(ReadOnlySpan<byte> pairs, int count)
    {
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> pair = pairs.Slice(i * TarLayout.GnuPairBytes, TarLayout.GnuPairBytes);
            TarNumberState offsetState = TarNumber.Parse(pair[..12], out long offset);
            TarNumberState lengthState = TarNumber.Parse(pair[12..], out long length);
            if (lengthState == TarNumberState.Blank)
                return;
            if (offsetState == TarNumberState.Malformed || lengthState == TarNumberState.Malformed)
                _gnu.Fail("a number of its map cannot be read");
            _gnu.Add(offset, length);
        }
    }

    // PAX 1.0: the count, then offset and length of each part, decimal, a line each, padded to whole blocks. Returns the bytes it took.
    private long TakeMapBefore(SparseMapBuilder map, long stored)
    {
        long taken = 0;
        long left = -1; // numbers still to come; -1: the count itself
        long? offset = null;
        long number = 0;
        int digits = 0;
        while (left != 0 && map.Fault is null)
        {
            ReadOnlySpan<byte> block = stored - taken < TarLayout.BlockBytes ? default : input.Take(TarLayout.BlockBytes);
            taken += block.Length;
            if (block.Length < TarLayout.BlockBytes)
                map.Fail("its map does not end before its data");
            for (int i = 0; i < block.Length && left != 0 && map.Fault is null; i++)
            {
                if (block[i] == '\n' && digits > 0)
                {
                    TakeNumber(map, number, ref left, ref offset);
                    (number, digits) = (0, 0);
                }
                else if (block[i] is < (byte)'0' or > (byte)'9' || ++digits > 18)
                {
                    map.Fail("a number of its map cannot be read");
                }
                else
                {
                    number = (number * 10) + block[i] - '0';
                }
            }
        }
        return taken;
    }

    private static void TakeNumber(SparseMapBuilder map, long number, ref long left, ref long? offset)
    {
        if (left < 0)
        {
            if (number > SparseMapBuilder.MaxParts)
                map.Fail("its map has more parts than this program keeps");
            left = number * 2;
            return;
        }
        left--;
        if (offset is long start)
            map.Add(start, number);
        offset = offset is null ? number : null;
    }
}
