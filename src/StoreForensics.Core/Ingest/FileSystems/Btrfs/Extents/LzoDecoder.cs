namespace StoreForensics.Ingest.FileSystems.Btrfs.Extents;

/// <summary>LZO1X, as Linux Documentation/staging/lzo.rst describes the stream.</summary>
internal ref struct LzoDecoder
{
    private const int AfterLiterals = 4;

    private readonly ReadOnlySpan<byte> _in;
    private readonly Span<byte> _out;
    private int _at;
    private int _made;

    // How many literals came last: 0 to 3 behind a match, 4 behind a run.
    private int _state;

    private LzoDecoder(ReadOnlySpan<byte> input, Span<byte> output)
    {
        _in = input;
        _out = output;
    }

    private enum Step
    {
        Goes,
        Ends,
        Fails,
    }

    /// <summary>Bytes that came out; -1: it is damaged, or there is no room for what comes out.</summary>
    public static int Decode(ReadOnlySpan<byte> input, Span<byte> output)
    {
        var decoder = new LzoDecoder(input, output);
        Step step = decoder.First();
        while (step == Step.Goes)
            step = decoder.Next();
        return step == Step.Ends ? decoder._made : -1;
    }

    private Step First()
    {
        if (_in.IsEmpty || _in[0] <= 17)
            return _in.IsEmpty ? Step.Fails : Step.Goes;
        int count = _in[_at++] - 17;
        _state = Math.Min(count, AfterLiterals);
        return Literals(count);
    }

    private Step Next()
    {
        if (_at >= _in.Length)
            return Step.Fails;
        int t = _in[_at++];
        if (t >= 64)
            return Near(t, 1 + ((t >> 2) & 7), 3, (t >> 5) + 1);
        if (t >= 32)
            return Length(t & 31, 31, out int near) ? Far(1, near + 2) : Step.Fails;
        if (t >= 16)
            return Length(t & 7, 7, out int length) ? Farthest((t & 8) << 11, length + 2) : Step.Fails;
        if (_state != 0)
            return _state == AfterLiterals ? Near(t, 0x801 + (t >> 2), 2, 3) : Near(t, 1 + (t >> 2), 2, 2);
        if (!Length(t, 15, out int run))
            return Step.Fails;
        _state = AfterLiterals;
        return Literals(run + 3);
    }

    // The rest of the distance is one byte.
    private Step Near(int t, int distance, int shift, int length)
    {
        if (_at >= _in.Length)
            return Step.Fails;
        distance += _in[_at++] << shift;
        return Match(distance, length, t & 3);
    }

    private Step Far(int distance, int length)
    {
        if (_at + 2 > _in.Length)
            return Step.Fails;
        int rest = _in[_at] | (_in[_at + 1] << 8);
        _at += 2;
        return Match(distance + (rest >> 2), length, rest & 3);
    }

    private Step Farthest(int distance, int length)
    {
        if (_at + 2 > _in.Length)
            return Step.Fails;
        bool isEnd = distance == 0 && (_in[_at] | (_in[_at + 1] << 8)) >> 2 == 0;
        return isEnd ? Step.Ends : Far(distance + 0x4000, length);
    }

    // Zero: each byte of zero is 255 more, and the first other is added to what the field could have held.
    private bool Length(int field, int most, out int length)
    {
        length = field;
        if (field != 0)
            return true;
        length = most;
        while (_at < _in.Length && _in[_at] == 0)
        {
            length += 255;
            _at++;
        }
        if (_at >= _in.Length)
            return false;
        length += _in[_at++];
        return true;
    }

    private Step Match(int distance, int length, int literals)
    {
        if (distance > _made || length > _out.Length - _made)
            return Step.Fails;
        for (int i = 0; i < length; i++, _made++)
            _out[_made] = _out[_made - distance];
        _state = literals;
        return Literals(literals);
    }

    private Step Literals(int count)
    {
        if (count > _in.Length - _at || count > _out.Length - _made)
            return Step.Fails;
        _in.Slice(_at, count).CopyTo(_out[_made..]);
        _at += count;
        _made += count;
        return Step.Goes;
    }
}
