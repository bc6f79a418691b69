using System.Text;
using StoreForensics.Evidence;

namespace StoreForensics.Stores.Docker.Swarm;

/// <summary>
/// The keys of the raft log, which stand as headers of the node's own key, <c>swarm/certificates/swarm-node.key</c> (swarmkit ca/keyreadwriter.go,
/// manager/deks.go). With autolock they are themselves encrypted, with a key that is nowhere on the host.
/// </summary>
/// <param name="Keys">The current one first, then one that was to replace it.</param>
/// <param name="IsLocked">Whether one is there and encrypted.</param>
internal sealed record SwarmKeys(IReadOnlyList<byte[]> Keys, bool IsLocked)
{
    private const int MaxBytes = 64 << 10;

    /// <param name="files">The store's files.</param>
    /// <param name="node">The file; null when it is not in the evidence.</param>
    public static SwarmKeys Read(EvidenceFiles files, int? node)
    {
        var keys = new List<byte[]>();
        bool isLocked = false;
        string text = node is int file && files.ReadAll(file, MaxBytes) is { } bytes ? Encoding.Latin1.GetString(bytes) : "";
        foreach (string line in text.Split('\n'))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0 || line[..colon] is not ("raft-dek" or "raft-dek-pending") || Sealed(line[(colon + 1)..].Trim()) is not { } record)
                continue;
            if (record.Algorithm == SealedRecord.Cipher.None)
                keys.Add(record.Data);
            else
                isLocked = true;
        }
        return new SwarmKeys(keys, isLocked);
    }

    private static SealedRecord? Sealed(string base64)
    {
        byte[] bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out int length) ? SealedRecord.Parse(bytes.AsSpan(0, length)) : null;
    }
}
