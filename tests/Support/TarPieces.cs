using System.Globalization;
using System.Text;

namespace StoreForensics.Testing;

/// <summary>What is done to a file.</summary>
internal enum Harm
{
    Removed,
    Scrambled,
    Halved,
    Emptied,
}

/// <summary>
/// A tar cut into its members, so that one of them can be harmed without unpacking: a member is its extended headers, its header and its data. Knows just
/// enough of the format for archives that are whole.
/// </summary>
internal sealed class TarPieces
{
    private const int Block = 512;
    private readonly byte[] _tar;
    private readonly List<Piece> _pieces = [];

    /// <param name="Path">Without a trailing slash.</param>
    /// <param name="Type">The type flag.</param>
    /// <param name="Start">Where the extended headers begin, if there are any.</param>
    /// <param name="Header">Where the header is.</param>
    /// <param name="Size">Bytes of data.</param>
    public sealed record Piece(string Path, char Type, int Start, int Header, int Size)
    {
        public bool IsFile => Type is '0' or '\0';

        public int Data => Header + Block;

        public int End => Data + Padded(Size);
    }

    public TarPieces(byte[] tar)
    {
        _tar = tar;
        int start = 0;
        string? longName = null;
        for (int at = 0; at + Block <= tar.Length && tar[at] != 0;)
        {
            int size = Convert.ToInt32(Text(at + 124, 12).Trim(' '), 8);
            char type = (char)tar[at + 156];
            if (type == 'x')
                longName = PaxPath(at + Block, size) ?? longName;
            else if (type == 'L')
                longName = Text(at + Block, size);
            else if (type is not ('K' or 'g'))
                _pieces.Add(new Piece((longName ?? Name(at)).TrimEnd('/'), type, start, at, size));
            at += Block + Padded(size);
            if (type is not ('x' or 'L' or 'K' or 'g'))
                (start, longName) = (at, null);
        }
    }

    public IReadOnlyList<Piece> Pieces => _pieces;

    /// <summary>The archive of some of its members only.</summary>
    public byte[] Only(Func<Piece, bool> wanted)
    {
        var tar = new MemoryStream();
        foreach (Piece piece in _pieces.Where(wanted))
            tar.Write(_tar, piece.Start, piece.End - piece.Start);
        tar.Write(new byte[2 * Block]);
        return tar.ToArray();
    }

    /// <summary>The archive with one file harmed.</summary>
    public byte[] Harmed(Piece piece, Harm harm) => harm switch
    {
        Harm.Removed => [.. _tar[..piece.Start], .. _tar[piece.End..]],
        Harm.Scrambled => Scrambled(piece),
        Harm.Halved => Replaced(piece, Content(piece)[..(piece.Size / 2)]),
        _ => Replaced(piece, []),
    };

    private static int Padded(int size) => (size + Block - 1) / Block * Block;

    private byte[] Scrambled(Piece piece)
    {
        byte[] tar = [.. _tar];
        new Random(piece.Header).NextBytes(tar.AsSpan(piece.Data, piece.Size));
        tar[piece.Data] |= 0x80; // one random byte may be a digit, and a size again
        return tar;
    }

    /// <summary>The archive with other bytes in one file.</summary>
    public byte[] Replaced(Piece piece, byte[] content) => [.. _tar[..piece.Start], .. Rewritten(piece, content), .. _tar[piece.End..]];

    /// <summary>The archive with other bytes in those of its files for which there are any.</summary>
    public byte[] Edited(Func<Piece, byte[]?> edit)
    {
        var tar = new MemoryStream();
        foreach (Piece piece in _pieces)
            tar.Write(piece.IsFile && edit(piece) is { } content ? Rewritten(piece, content) : _tar.AsSpan(piece.Start, piece.End - piece.Start));
        tar.Write(new byte[2 * Block]);
        return tar.ToArray();
    }

    private byte[] Rewritten(Piece piece, byte[] content)
    {
        byte[] member = [.. _tar[piece.Start..piece.Data], .. content, .. new byte[Padded(content.Length) - content.Length]];
        Span<byte> header = member.AsSpan(piece.Header - piece.Start, Block);
        Encoding.ASCII.GetBytes(Convert.ToString(content.Length, 8).PadLeft(11, '0')).CopyTo(header[124..]);
        header.Slice(148, 8).Fill((byte)' ');
        int sum = 0;
        foreach (byte b in header)
            sum += b;
        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(header[148..]);
        return member;
    }

    public byte[] Content(Piece piece) => _tar[piece.Data..(piece.Data + piece.Size)];

    private string Name(int at)
    {
        bool hasPrefix = Text(at + 257, 6).StartsWith("ustar", StringComparison.Ordinal) && _tar[at + 262] == 0;
        string prefix = hasPrefix ? Text(at + 345, 155) : "";
        return prefix.Length > 0 ? prefix + "/" + Text(at, 100) : Text(at, 100);
    }

    private string? PaxPath(int at, int size)
    {
        for (int end = at + size; at < end;)
        {
            int space = Array.IndexOf(_tar, (byte)' ', at);
            int length = int.Parse(Encoding.ASCII.GetString(_tar, at, space - at), CultureInfo.InvariantCulture);
            string record = Encoding.UTF8.GetString(_tar, space + 1, at + length - space - 2);
            if (record.StartsWith("path=", StringComparison.Ordinal))
                return record[5..];
            at += length;
        }
        return null;
    }

    private string Text(int at, int length)
    {
        ReadOnlySpan<byte> field = _tar.AsSpan(at, length);
        int end = field.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? field : field[..end]);
    }
}
