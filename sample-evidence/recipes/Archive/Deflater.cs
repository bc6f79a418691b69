using System.Numerics;

namespace SampleRecipes.Archive;

/// <summary>
/// A small DEFLATE (RFC 1951): one block, fixed codes, greedy matches. The library's compressor is better, but its
/// output changes with its version and the processor; an archive whose digest is published must not.
/// </summary>
internal sealed class Deflater
{
    private const int WindowSize = 32768;
    private const int MinMatch = 3;
    private const int MaxMatch = 258;
    private const int MaxChain = 256;
    private const int EndOfBlock = 256;
    private const int HashBits = 15;

    private readonly byte[] _data;
    private readonly int[] _heads = new int[1 << HashBits];
    private readonly int[] _previous;
    private readonly List<byte> _output = [];
    private uint _bits;
    private int _bitCount;

    private Deflater(byte[] data)
    {
        _data = data;
        _previous = new int[data.Length];
        Array.Fill(_heads, -1);
    }

    public static byte[] Compress(byte[] data)
    {
        var deflater = new Deflater(data);
        deflater.Run();
        return [.. deflater._output];
    }

    private void Run()
    {
        PutBits(0b011, 3);
        for (int position = 0; position < _data.Length;)
        {
            (int length, int distance) = FindMatch(position);
            int step = length >= MinMatch ? length : 1;
            if (step > 1)
                PutMatch(length, distance);
            else
                PutSymbol(_data[position]);
            for (int end = position + step; position < end; position++)
                Remember(position);
        }

        PutSymbol(EndOfBlock);
        PutBits(0, (8 - _bitCount) & 7);
    }

    private (int Length, int Distance) FindMatch(int position)
    {
        int limit = Math.Min(MaxMatch, _data.Length - position);
        if (limit < MinMatch)
            return (0, 0);

        (int Length, int Distance) best = (0, 0);
        int candidate = _heads[Hash(position)];
        for (int chain = 0; candidate >= 0 && position - candidate <= WindowSize && chain < MaxChain && best.Length < limit; chain++)
        {
            int length = _data.AsSpan(candidate, limit).CommonPrefixLength(_data.AsSpan(position, limit));
            if (length > best.Length)
                best = (length, position - candidate);
            candidate = _previous[candidate];
        }

        return best;
    }

    private void Remember(int position)
    {
        if (position + MinMatch > _data.Length)
            return;
        int hash = Hash(position);
        _previous[position] = _heads[hash];
        _heads[hash] = position;
    }

    private int Hash(int position)
    {
        uint three = (uint)(_data[position] | (_data[position + 1] << 8) | (_data[position + 2] << 16));
        return (int)((three * 2654435761) >> (32 - HashBits));
    }

    // Section 3.2.5: lengths and distances come in classes of doubling width, told apart by extra bits.
    private void PutMatch(int length, int distance)
    {
        if (length == MaxMatch)
        {
            PutSymbol(285);
        }
        else
        {
            (int code, int extraBits, int extra) = Classify(length - MinMatch, 4);
            PutSymbol(257 + code);
            PutBits((uint)extra, extraBits);
        }

        (int distanceCode, int distanceBits, int distanceExtra) = Classify(distance - 1, 2);
        PutReversed((uint)distanceCode, 5);
        PutBits((uint)distanceExtra, distanceBits);
    }

    private static (int Code, int ExtraBits, int Extra) Classify(int value, int codesPerWidth)
    {
        int width = BitOperations.Log2((uint)codesPerWidth);
        if (value < 2 * codesPerWidth)
            return (value, 0, 0);
        int extraBits = BitOperations.Log2((uint)value) - width;
        int code = (extraBits * codesPerWidth) + (value >> extraBits);
        return (code, extraBits, value & ((1 << extraBits) - 1));
    }

    // Section 3.2.6: the fixed code of literals and lengths.
    private void PutSymbol(int symbol)
    {
        switch (symbol)
        {
            case < 144: PutReversed((uint)(0x30 + symbol), 8); break;
            case < 256: PutReversed((uint)(0x190 + symbol - 144), 9); break;
            case < 280: PutReversed((uint)(symbol - 256), 7); break;
            default: PutReversed((uint)(0xc0 + symbol - 280), 8); break;
        }
    }

    private void PutReversed(uint code, int count)
    {
        for (int bit = count - 1; bit >= 0; bit--)
            PutBits((code >> bit) & 1, 1);
    }

    private void PutBits(uint value, int count)
    {
        _bits |= value << _bitCount;
        _bitCount += count;
        for (; _bitCount >= 8; _bitCount -= 8, _bits >>= 8)
            _output.Add((byte)_bits);
    }
}
