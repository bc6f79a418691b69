using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.Docker.Layered;

/// <summary>
/// <c>swarm/certificates/swarm-node.crt</c>: who the host was in a swarm. The subject's
/// CN is the node's id, OU its role, O the cluster (swarmkit ca/certificates.go).
/// </summary>
internal static class SwarmMembership
{
    private const int MaxBytes = 1 << 20;

    /// <summary>When the node's certificate begins to hold, its subject, escaped, and
    /// the file; null when the host was in no swarm or it cannot be read.</summary>
    public static (Timestamp Issued, string Subject, int Node)? Certificate(DataRoot root)
    {
        int node = root.Tree.Find(root.Node, "swarm/certificates/swarm-node.crt"u8);
        if (node == EvidenceTree.None || root.Tree[node].Kind != EntryKind.File || root.Files.ReadAll(node, MaxBytes) is not { } bytes)
            return null;
        try
        {
            using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(bytes);
            long seconds = new DateTimeOffset(certificate.NotBefore.ToUniversalTime(), TimeSpan.Zero).ToUnixTimeSeconds();
            return (new Timestamp(seconds, 0), DisplayText.Escape(certificate.Subject), node);
        }
        catch (CryptographicException e)
        {
            root.Files.Problems.Damage("SF-SWARM-0001", root.Files.Origin(node), "the swarm certificate cannot be read: " + DisplayText.Escape(e.Message));
            return null;
        }
    }
}
