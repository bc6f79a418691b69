using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace StoreForensics.Reports.Text;

/// <summary>
/// Spells hostile bytes so that a row of text stays one row: C0 and C1 controls, DEL, the line separators U+2028 and U+2029 and bytes that are not UTF-8
/// become <c>\xHH</c>, a byte each, so that the original bytes can be had back; a backslash is doubled. All else, bidirectional controls too, stays as it
/// is: these are data files, and what a file is called must be found by searching for it.
/// </summary>
/// <remarks>Not thread-safe: what is returned lies in one buffer and is valid until the next call.</remarks>
internal sealed class TextEscaper
{
    /// <summary>Enough for <c>…[+N bytes]</c> with the longest N.</summary>
    private const int CutMarkBytes = 32;

    /// <summary>The most that one character takes: four bytes, each <c>\xHH</c>.</summary>
    private const int LongestSpelling = 16;

    // The characters that make a spreadsheet run a cell (OWASP, CSV injection).
    private static readonly SearchValues<byte> s_formulaStarts = SearchValues.Create("=+-@\t\r"u8);

    private readonly byte[]?[] _spellings = new byte[0x80][];
    private readonly SearchValues<byte> _plain;
    private readonly int _limitBytes;
    private readonly bool _guardsFormulas;
    private byte[] _buffer = new byte[1024];
    private int _length;

    private TextEscaper(int limitBytes, bool guardsFormulas, params ReadOnlySpan<(char Character, string Spelling)> spellings)
    {
        _limitBytes = limitBytes;
        _guardsFormulas = guardsFormulas;
        for (int c = 0; c < 0x20; c++)
            _spellings[c] = Hex((byte)c);
        _spellings[0x7f] = Hex(0x7f);
        _spellings['\\'] = @"\\"u8.ToArray();
        foreach ((char character, string spelling) in spellings)
            _spellings[character] = Encoding.ASCII.GetBytes(spelling);
        _plain = SearchValues.Create([.. Enumerable.Range(0, 0x80).Where(c => _spellings[c] is null).Select(c => (byte)c)]);
    }

    /// <summary>A cell of the timeline's CSV: at most 32,000 bytes; a spreadsheet's formula gets a leading <c>'</c> unless told not to.</summary>
    public static TextEscaper ForCsv(bool guardsFormulas) => new(32_000, guardsFormulas, ('\n', @"\n"), ('\t', @"\t"));

    /// <summary>A cell of l2tcsv: as in CSV, and a comma becomes a blank, as plaso writes it, for the many readers that split at commas.</summary>
    public static TextEscaper ForL2tCsv(bool guardsFormulas) => new(32_000, guardsFormulas, ('\n', @"\n"), ('\t', @"\t"), (',', " "));

    /// <summary>
    /// A name in a bodyfile. mactime (4.11) splits at <c>|</c>, then turns every <c>%HH</c> into its byte, and drops a name that has a line break;
    /// plaso turns <c>\xHH</c> and <c>\\</c> back.
    /// </summary>
    public static TextEscaper ForBodyfile() => new(int.MaxValue, guardsFormulas: false, ('%', "%25"), ('|', "%7C"));

    /// <summary>The value itself where nothing needs a spelling, else its spelling in a buffer that the next call overwrites.</summary>
    public ReadOnlySpan<byte> Escape(ReadOnlySpan<byte> value)
    {
        bool isFormula = _guardsFormulas && !value.IsEmpty && s_formulaStarts.Contains(value[0]);
        if (!isFormula && value.Length <= _limitBytes && !value.ContainsAnyExcept(_plain))
            return value;
        _length = 0;
        if (isFormula)
            Append("'"u8);
        Spell(value);
        return _buffer.AsSpan(0, _length);
    }

    /// <summary>The same for decoded text; an unpaired surrogate becomes U+FFFD.</summary>
    public byte[] Escape(string? text) => string.IsNullOrEmpty(text) ? [] : Escape(Encoding.UTF8.GetBytes(text)).ToArray();

    private void Spell(ReadOnlySpan<byte> value)
    {
        int room = _limitBytes - CutMarkBytes;
        int keptLength = _length, keptSource = 0;
        for (int at = 0; at < value.Length;)
        {
            if (_length > _limitBytes)
            {
                _length = keptLength;
                AppendCutMark(value.Length - keptSource);
                return;
            }
            int used = SpellNext(value[at..], Math.Max(1, room - _length));
            at += used;
            if (_length <= room)
                (keptLength, keptSource) = (_length, at);
        }
        if (_length > _limitBytes)
        {
            _length = keptLength;
            AppendCutMark(value.Length - keptSource);
        }
    }

    // A run of plain bytes, at most so long that a cut can fall after it, or one character.
    private int SpellNext(ReadOnlySpan<byte> rest, int longestRun)
    {
        ReadOnlySpan<byte> near = rest[..Math.Min(rest.Length, longestRun)];
        int run = near.IndexOfAnyExcept(_plain);
        if (run != 0)
        {
            run = run < 0 ? near.Length : run;
            Append(rest[..run]);
            return run;
        }
        if (rest[0] < 0x80)
        {
            Append(_spellings[rest[0]]);
            return 1;
        }
        if (Rune.DecodeFromUtf8(rest, out Rune rune, out int used) != OperationStatus.Done)
            used = 1;
        else if (rune.Value is not (< 0xa0 or 0x2028 or 0x2029))
        {
            Append(rest[..used]);
            return used;
        }
        foreach (byte b in rest[..used])
            Append(Hex(b));
        return used;
    }

    private void AppendCutMark(int missingBytes)
    {
        Append("…[+"u8);
        Reserve(LongestSpelling);
        Utf8Formatter.TryFormat(missingBytes, _buffer.AsSpan(_length), out int digits);
        _length += digits;
        Append(" bytes]"u8);
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
    }

    private void Reserve(int more)
    {
        if (_buffer.Length - _length < more)
            Array.Resize(ref _buffer, (int)Math.Min(Array.MaxLength, Math.Max(_length + (long)more, _buffer.Length * 2L)));
    }

    private static byte[] Hex(byte value) => [(byte)'\\', (byte)'x', HexDigit(value >> 4), HexDigit(value & 15)];

    private static byte HexDigit(int value) => "0123456789abcdef"u8[value];
}
