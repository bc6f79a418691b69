using System.Globalization;
using System.Text;

namespace StoreForensics.Fuzz.Mutations;

/// <summary>A header block of a tar and what follows it.</summary>
internal sealed record TarMember(byte[] Header, byte[] Content)
{
    public string Name => Encoding.Latin1.GetString(Header, 0, 100).TrimEnd('\0');

    public bool IsFile => Header[156] is (byte)'0' or 0;
}

/// <summary>Takes a tar apart and puts it together again, sizes and sums made right.</summary>
internal static class TarMembers
{
    public static List<TarMember> Of(byte[] tar)
    {
        var members = new List<TarMember>();
        for (int at = 0; at + 512 <= tar.Length && tar[at] != 0;)
        {
            byte[] header = tar[at..(at + 512)];
            long size = Size(header);
            if (size < 0 || size > tar.Length - at - 512)
                break;
            members.Add(new TarMember(header, tar[(at + 512)..(int)(at + 512 + size)]));
            at += (int)(512 + ((size + 511) / 512 * 512));
        }
        return members;
    }

    public static byte[] Write(IReadOnlyList<TarMember> members)
    {
        var tar = new MemoryStream();
        foreach (TarMember member in members)
        {
            tar.Write(member.Header);
            tar.Write(member.Content);
            tar.SetLength((tar.Length + 511) / 512 * 512);
            tar.Position = tar.Length;
        }
        tar.SetLength(tar.Length + 1024);
        return tar.ToArray();
    }

    /// <summary>With other content, its size in the header.</summary>
    public static TarMember With(TarMember member, byte[] content)
    {
        byte[] header = [.. member.Header];
        Encoding.ASCII.GetBytes(Convert.ToString(content.Length, 8).PadLeft(11, '0') + "\0").CopyTo(header, 124);
        Sum(header);
        return new TarMember(header, content);
    }

    public static void Sum(Span<byte> header)
    {
        header.Slice(148, 8).Fill((byte)' ');
        int sum = 0;
        foreach (byte b in header)
            sum += b;
        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(header[148..]);
    }

    private static long Size(byte[] header)
    {
        string digits = Encoding.ASCII.GetString(header, 124, 12).Trim('\0', ' ');
        long size = 0;
        foreach (char c in digits)
        {
            if (c is < '0' or > '7')
                return -1;
            size = (size * 8) + int.Parse(c.ToString(), CultureInfo.InvariantCulture);
        }
        return size;
    }
}
