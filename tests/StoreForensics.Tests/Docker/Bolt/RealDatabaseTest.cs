using StoreForensics.Docker.Bolt;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Docker.Bolt;

public sealed class RealDatabaseTest
{
    [TestCase("evidence/shop/shop.tar.gz")]
    [TestCase("evidence/attic/attic.tar.xz")]
    [TestCase("evidence/elder/elder.tar.xz")]
    [TestCase("evidence/nest/nest.tar.xz")]
    [TestCase("evidence-public/docker-explorer/aufs.v2.tgz")]
    [TestCase("evidence-public/docker-explorer/overlay2.v2.tgz")]
    public void Dump(string archive)
    {
        foreach ((string name, byte[] bytes) in SharedEvidence.Files(archive).Where(f => f.Key.EndsWith(".db") && !f.Key.EndsWith("linkgraph.db")))
        {
            var problems = new ProblemLog();
            BoltFile file = BoltFile.Open(bytes, problems, new Origin(archive, name));
            Console.WriteLine($"== {name} tx {file.TransactionId} root {file.Root?.Entries.Count} carved {file.Carve().Count} rooted {file.Carve().Count(c => c.IsRooted)}  live copies {file.Carve().Count(c => c.IsCopyOfLive)}");
            foreach (var c in file.Carve())
                Console.WriteLine($"  {c.Kind} p{c.Page} {c.PathBasis} [{string.Join('/', c.Bucket)}] {c.Key} {(c.IsCopyOfLive ? "L" : "")}{(c.IsCopyOfPrevious ? "P" : "")} {DisplayText.Escape(c.Value.Span[..Math.Min(90, c.Value.Length)])}");
            foreach (var p in problems.Sorted())
                Console.WriteLine("  " + p);
            if (name.EndsWith("local-kv.db"))
                foreach (var r in NetworkDatabase.Read(bytes, problems, new Origin(archive, name)).Records)
                    Console.WriteLine("   N " + r);
            if (name.EndsWith("volumes/metadata.db"))
                foreach (var r in VolumeDatabase.Read(bytes, problems, new Origin(archive, name)).Records)
                    Console.WriteLine("   V " + r);
        }
    }
}
