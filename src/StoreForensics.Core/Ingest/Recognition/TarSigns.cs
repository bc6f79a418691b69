using StoreForensics.Ingest.Archives.Tar;

namespace StoreForensics.Ingest.Recognition;

/// <summary>A tar has no mark that every dialect writes; its header's checksum tells.</summary>
internal static class TarSigns
{
    public static string? BeginsWithHeader(in Sample sample, string words) =>
        sample.Head.Length >= TarLayout.BlockBytes && new TarHeader(sample.Head[..TarLayout.BlockBytes]) is { IsChecksumRight: true } header
            && header.Type < 0x80 ? words : null;

    /// <summary>A tar whose first header is damaged: to be asked when it is nothing else.</summary>
    public static bool HoldsHeader(ReadOnlySpan<byte> head)
    {
        for (int at = 0; at + TarLayout.BlockBytes <= head.Length; at += TarLayout.BlockBytes)
        {
            var header = new TarHeader(head.Slice(at, TarLayout.BlockBytes));
            if (header.HasMagic && (at == 0 || header.IsChecksumRight))
                return true;
        }
        return false;
    }

    /// <summary>A tar of nothing: only the zeros at its end.</summary>
    public static bool IsEmptyTar(ReadOnlySpan<byte> head) =>
        head.Length is >= 2 * TarLayout.BlockBytes and < Recogniser.FileHeadBytes && !head.ContainsAnyExcept((byte)0);
}
