using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using StoreForensics.Ingest.Disks;

namespace StoreForensics.Tests.Ingest.Disks;

/// <summary>An E01 made by hand: one segment, chunks of 32 KiB as they are.</summary>
internal static class MadeEwf
{
    /// <param name="medium">Whole chunks.</param>
    /// <param name="md5">The digest that the image carries; null for that of the medium.</param>
    public static byte[] Of(byte[] medium, byte[]? md5 = null)
    {
        const int Chunk = 32768;
#pragma warning disable CA5351 // what the format has
        md5 ??= MD5.HashData(medium);
#pragma warning restore CA5351
        var file = new List<byte>([.. "EVF\x09\r\n"u8, 0xFF, 0, 1, 1, 0, 0, 0]);
        byte[] volume = new byte[1052];
        volume[0] = 1;
        BinaryPrimitives.WriteInt32LittleEndian(volume.AsSpan(4), medium.Length / Chunk);
        BinaryPrimitives.WriteInt32LittleEndian(volume.AsSpan(8), Chunk / 512);
        BinaryPrimitives.WriteInt32LittleEndian(volume.AsSpan(12), 512);
        BinaryPrimitives.WriteInt64LittleEndian(volume.AsSpan(16), medium.Length / 512);
        Section(file, "volume", Summed(volume[..1048]));
        int at = file.Count + 76;
        byte[][] chunks = [.. medium.Chunk(Chunk).Select(Summed)];
        Section(file, "sectors", [.. chunks.SelectMany(c => c)]);
        byte[] header = new byte[20], entries = new byte[chunks.Length * 4];
        BinaryPrimitives.WriteInt32LittleEndian(header, chunks.Length);
        for (int i = 0; i < chunks.Length; i++)
            BinaryPrimitives.WriteInt32LittleEndian(entries.AsSpan(i * 4), at + i * (Chunk + 4));
        Section(file, "table", [.. Summed(header), .. Summed(entries)]);
        Section(file, "hash", Summed([.. md5, .. new byte[16]]));
        Section(file, "done", []);
        return [.. file];
    }

    private static byte[] Summed(byte[] bytes)
    {
        byte[] sum = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(sum, Adler32.Of(bytes));
        return [.. bytes, .. sum];
    }

    private static void Section(List<byte> file, string type, byte[] data)
    {
        byte[] section = new byte[72];
        Encoding.ASCII.GetBytes(type).CopyTo(section, 0);
        BinaryPrimitives.WriteInt64LittleEndian(section.AsSpan(16), type == "done" ? file.Count : file.Count + 76 + data.Length);
        BinaryPrimitives.WriteInt64LittleEndian(section.AsSpan(24), 76 + data.Length);
        file.AddRange([.. Summed(section), .. data]);
    }
}
