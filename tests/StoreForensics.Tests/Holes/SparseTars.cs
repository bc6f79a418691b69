using System.Globalization;
using System.Text;

namespace StoreForensics.Tests.Holes;

/// <summary>The holey file in a tar, in each of GNU tar's four ways to write a sparse file (GNU tar manual, "Storing Sparse Files"), byte by byte.</summary>
internal static class SparseTars
{
    public const string Name = "holes/file";

    public static readonly string[] Kinds = ["gnu", "0.0", "0.1", "1.0"];

    private const int Block = 512;

    public static byte[] Of(string kind, long realSize = HoleyFile.Bytes) => kind == "gnu" ? Gnu() : Pax(kind, realSize);

    /// <summary>The header of the file as an entry that is not sparse.</summary>
    public static byte[] Plain()
    {
        byte[] header = Header(Name, '0', HoleyFile.Bytes);
        Encoding.ASCII.GetBytes("ustar  \0").CopyTo(header, 257);
        return Seal(header);
    }

    private static byte[] Gnu()
    {
        byte[] header = Header(Name, 'S', Data.Length);
        Encoding.ASCII.GetBytes("ustar  \0").CopyTo(header, 257);
        for (int i = 0; i < HoleyFile.Places.Length; i++)
        {
            Number(header.AsSpan(386 + (i * 24), 12), HoleyFile.Places[i]);
            Number(header.AsSpan(398 + (i * 24), 12), 4096);
        }
        Number(header.AsSpan(483, 12), HoleyFile.Bytes);
        return [.. Seal(header), .. Data, .. new byte[2 * Block]];
    }

    private static byte[] Pax(string kind, long realSize)
    {
        string[] pairs = [.. HoleyFile.Places.Select(p => $"{p},4096")];
        byte[] map = [];
        var records = new StringBuilder();
        if (kind == "1.0")
        {
            map = Padded(Encoding.ASCII.GetBytes($"{pairs.Length}\n" + string.Concat(pairs.Select(p => p.Replace(',', '\n') + "\n"))));
            records.Append(Record("GNU.sparse.major", "1")).Append(Record("GNU.sparse.minor", "0")).Append(Record("GNU.sparse.name", Name))
                .Append(Record("GNU.sparse.realsize", $"{realSize}"));
        }
        else
        {
            records.Append(Record("GNU.sparse.size", $"{HoleyFile.Bytes}")).Append(Record("GNU.sparse.numblocks", $"{pairs.Length}"));
            if (kind == "0.1")
                records.Append(Record("GNU.sparse.name", Name)).Append(Record("GNU.sparse.map", string.Join(',', pairs)));
            else
                records.AppendJoin("", pairs.Select(p => p.Split(',')).Select(p => Record("GNU.sparse.offset", p[0]) + Record("GNU.sparse.numbytes", p[1])));
        }
        byte[] extended = Encoding.ASCII.GetBytes(records.ToString());
        string name = kind == "0.0" ? Name : "holes/GNUSparseFile.0/file";
        return [.. Seal(Header("PaxHeaders/file", 'x', extended.Length)), .. Padded(extended), .. Seal(Header(name, '0', map.Length + Data.Length)), .. map,
            .. Data, .. new byte[2 * Block]];
    }

    private static byte[] Data => [.. HoleyFile.Places.SelectMany(HoleyFile.Words)];

    private static byte[] Header(string name, char type, long size)
    {
        byte[] header = new byte[Block];
        Encoding.ASCII.GetBytes(name).CopyTo(header, 0);
        Encoding.ASCII.GetBytes("0000644\00000000\00000000\0").CopyTo(header, 100);
        Number(header.AsSpan(124, 12), size);
        Number(header.AsSpan(136, 12), 1500000000);
        header[156] = (byte)type;
        Encoding.ASCII.GetBytes("ustar\000").CopyTo(header, 257);
        return header;
    }

    // Octal where it fits, else the base-256 of GNU tar.
    private static void Number(Span<byte> field, long value)
    {
        if (value < 1L << 33)
        {
            Encoding.ASCII.GetBytes(Convert.ToString(value, 8).PadLeft(11, '0') + "\0").CopyTo(field);
            return;
        }
        field.Clear();
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(field[4..], value);
        field[0] = 0x80;
    }

    private static byte[] Seal(byte[] header)
    {
        header.AsSpan(148, 8).Fill((byte)' ');
        Encoding.ASCII.GetBytes(Convert.ToString(header.Sum(b => b), 8).PadLeft(6, '0') + "\0 ").CopyTo(header, 148);
        return header;
    }

    private static byte[] Padded(byte[] bytes) => [.. bytes, .. new byte[-bytes.Length & (Block - 1)]];

    private static string Record(string key, string value)
    {
        int length = key.Length + value.Length + 3, digits = $"{length}".Length;
        length += $"{length + digits}".Length;
        return string.Create(CultureInfo.InvariantCulture, $"{length} {key}={value}\n");
    }
}
