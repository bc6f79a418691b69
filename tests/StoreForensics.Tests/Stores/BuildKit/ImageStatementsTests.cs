using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Model.Layout;
using StoreForensics.Stores.BuildKit;

namespace StoreForensics.Tests.Stores.BuildKit;

/// <summary>Attestations that came with images.</summary>
internal sealed class ImageStatementsTests
{
    private const string Index = "sha256:aa", Image = "sha256:bb", Attestation = "sha256:cc", Provenance = "sha256:dd", Contents = "sha256:ee";

    /// <summary>By the annotation that builders until 0.26 write, and by the type of newer ones.</summary>
    [TestCase("\"annotations\":{\"vnd.docker.reference.type\":\"attestation-manifest\",\"vnd.docker.reference.digest\":\"sha256:bb\"}", "linux/amd64")]
    [TestCase("\"artifactType\":\"application/vnd.docker.attestation.manifest.v1+json\"", null)]
    public void An_image_has_the_statements_of_its_index(string mark, string? platform)
    {
        Image image = Join(mark);
        Assert.That(image.Attestations.Select(a => (a.Digest, a.PredicateType, a.Platform)), Is.EqualTo(new[]
        {
            (Provenance, "https://slsa.dev/provenance/v0.2", platform), (Contents, "https://spdx.dev/Document", platform),
        }));
        Assert.That(image.Provenances.Single().Sources.Single().Name, Is.EqualTo("Dockerfile"));
    }

    [TestCase("\"annotations\":{}")]
    [TestCase("\"annotations\":[]")]
    public void What_is_not_marked_is_none(string mark) => Assert.That(Join(mark).Attestations, Is.Empty);

    private static Image Join(string mark)
    {
        var blobs = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [Index] = $$$"""
                {"manifests":[{"digest":"{{{Image}}}","platform":{"os":"linux","architecture":"amd64"}},{"digest":"{{{Attestation}}}",{{{mark}}}}]}
                """,
            [Attestation] = $$$"""
                {"layers":[{"mediaType":"application/vnd.in-toto+json","digest":"{{{Provenance}}}",
                "annotations":{"in-toto.io/predicate-type":"https://slsa.dev/provenance/v0.2"}},
                {"mediaType":"application/vnd.in-toto+json","digest":"{{{Contents}}}","annotations":{"in-toto.io/predicate-type":"https://spdx.dev/Document"}}]}
                """,
            [Provenance] = """
                {"predicateType":"https://slsa.dev/provenance/v0.2","predicate":{"buildType":"x","metadata":{"https://mobyproject.org/buildkit@v1#metadata":
                {"source":{"infos":[{"filename":"Dockerfile","data":"QQ=="}]}}}}}
                """,
        };
        var store = new MadeStore();
        foreach ((string digest, string json) in blobs)
            store.File(digest.Replace(':', '-'), json);
        var inventory = new Inventory();
        inventory.Images.Add(new Image { Id = Index, Store = MadeBuilder.Info, Origin = MadeBuilder.Info.Root });
        foreach (string digest in blobs.Keys)
        {
            int node = store.Tree.Find(EvidenceTree.Root, Encoding.ASCII.GetBytes(digest.Replace(':', '-')));
            inventory.Blobs.Add(new ContentBlob(new EntryRef(store, node), digest));
        }
        new ImageStatements(new EvidenceFiles(store, store.Problems), inventory).Join();
        return inventory.Images[0];
    }
}
