using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace StoreForensics.Tests.Reports.Html;

/// <summary>An event as the page's script would read it.</summary>
internal sealed record ReadEvent(long Seconds, int Nanoseconds, int Type, int Subject, string Path, string? Change, string? Kind, long? Mode, long? Size,
    string Meaning, string Origin, string Message, string? Tag, string? Link, string? Sha256);

/// <summary>Reads the events back out of a page, as <c>templates/js/data.js</c> does.</summary>
internal static class EventReader
{
    public static List<ReadEvent> Read(TagScanner page)
    {
        string[] kinds = [.. Index(page).GetProperty("kinds").EnumerateArray().Select(e => e.GetString()!)];
        return [.. Blocks(page).SelectMany(block => ReadBlock(block, kinds))];
    }

    public static JsonElement Index(TagScanner page) =>
        JsonDocument.Parse(page.Tags.Single(tag => tag.Attributes.GetValueOrDefault("id") == "events-index").Text).RootElement;

    /// <summary>The blocks, unpacked.</summary>
    public static byte[][] Blocks(TagScanner page) =>
        [.. page.Tags.Where(tag => tag.Name == "script" && tag.Attributes.GetValueOrDefault("class") == "events").Select(tag =>
            Inflate(Convert.FromBase64String(tag.Text)))];

    private static byte[] Inflate(byte[] packed)
    {
        using var target = new MemoryStream();
        using var source = new DeflateStream(new MemoryStream(packed), CompressionMode.Decompress);
        source.CopyTo(target);
        return target.ToArray();
    }

    private static IEnumerable<ReadEvent> ReadBlock(byte[] block, string[] kinds)
    {
        int[] head = [.. Enumerable.Range(0, 8).Select(i => BinaryPrimitives.ReadInt32LittleEndian(block.AsSpan(i * 4)))];
        int count = head[1], at = 32;
        Assert.That(head[0], Is.EqualTo(1));
        T[] Column<T>(int size)
            where T : unmanaged
        {
            T[] values = MemoryMarshal.Cast<byte, T>(block.AsSpan(at, count * size)).ToArray();
            at += count * size;
            return values;
        }
        double[][] wide = [.. Enumerable.Range(0, 4).Select(_ => Column<double>(8))];
        int[] nanoseconds = Column<int>(4), subjects = Column<int>(4);
        ushort[][] places = [.. Enumerable.Range(0, 5).Select(_ => Column<ushort>(2))];
        ushort[][] lengths = [.. Enumerable.Range(0, 5).Select(_ => Column<ushort>(2))];
        byte[][] small = [.. Enumerable.Range(0, 3).Select(_ => Column<byte>(1))];
        JsonElement shared = JsonDocument.Parse(block.AsMemory(at, head[2])).RootElement;
        at += head[2];
        string[][] texts = [.. Enumerable.Range(0, 5).Select(i => Texts(block, ref at, head[3 + i], lengths[i]))];
        Assert.That(at, Is.EqualTo(block.Length));
        return Enumerable.Range(0, count).Select(i => new ReadEvent((long)wide[0][..(i + 1)].Sum(), nanoseconds[i], small[0][i], subjects[i], texts[0][i],
            small[1][i] == 0 ? null : ((char)small[1][i]).ToString(), small[2][i] == 255 ? null : kinds[small[2][i]], places[0][i] == ushort.MaxValue ? null
                : places[0][i],
            double.IsNaN(wide[1][i]) ? null : (long)wide[1][i], shared.GetProperty("meanings")[places[1][i]].GetString()!,
            places[3][i] == ushort.MaxValue ? texts[2][i] : shared.GetProperty("origins")[places[3][i]].GetString() + texts[0][i],
            places[2][i] == ushort.MaxValue ? texts[1][i] : Framed(shared.GetProperty("frames")[places[2][i]], texts[0][i]),
            places[4][i] == ushort.MaxValue ? null : shared.GetProperty("tags")[places[4][i]].GetString(), OrNull(texts[3][i]), OrNull(texts[4][i]))).ToArray();
    }

    private static string Framed(JsonElement frame, string path) => frame[0].GetString() + path + frame[1].GetString();

    private static string? OrNull(string text) => text.Length == 0 ? null : text;

    private static string[] Texts(byte[] block, ref int at, int bytes, ushort[] lengths)
    {
        string[] texts = Encoding.UTF8.GetString(block, at, bytes).Split('\n');
        at += bytes;
        Assert.That(texts[..^1].Select(text => text.Length), Is.EqualTo(lengths.Select(length => (int)length)));
        return texts[..^1];
    }
}
