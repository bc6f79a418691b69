using System.Buffers;
using System.Security.Cryptography;
using StoreForensics.Ingest.Disks;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.DiskImages;

/// <summary>Digests of a whole medium, in one pass. MD5 and SHA-1 because that is what images carry, not for safety.</summary>
internal sealed record MediumDigests(string Sha256, string Md5, string Sha1)
{
    private const int PieceBytes = 4 << 20;

    /// <summary>Null when the medium cannot be read whole: then no digest is one of it.</summary>
    public static MediumDigests? Compute(IBlockSource medium)
    {
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        using var sha1 = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
        byte[][] pieces = [ArrayPool<byte>.Shared.Rent(PieceBytes), ArrayPool<byte>.Shared.Rent(PieceBytes)];
        try
        {
            // One piece is read, and decompressed, while the one before it is hashed.
            Task<ArraySegment<byte>> next = Read(medium, 0, pieces[0]);
            for (long at = 0; at < medium.Length; at += PieceBytes)
            {
                ArraySegment<byte> part = next.GetAwaiter().GetResult();
                if (at + PieceBytes < medium.Length)
                    next = Read(medium, at + PieceBytes, pieces[(int)((at / PieceBytes) + 1) % 2]);
                sha256.AppendData(part);
                md5.AppendData(part);
                sha1.AppendData(part);
            }
            return new MediumDigests(Hex(sha256), Hex(md5), Hex(sha1));
        }
        catch (Exception e) when (Containment.Holds(e))
        {
            return null;
        }
        finally
        {
            foreach (byte[] piece in pieces)
                ArrayPool<byte>.Shared.Return(piece);
        }
    }

    private static Task<ArraySegment<byte>> Read(IBlockSource medium, long at, byte[] piece) => Task.Run(() =>
    {
        var part = new ArraySegment<byte>(piece, 0, (int)Math.Min(PieceBytes, medium.Length - at));
        medium.ReadAt(at, part);
        return part;
    });

    private static string Hex(IncrementalHash hash) => Convert.ToHexStringLower(hash.GetHashAndReset());
}
