using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using StoreForensics.EndToEnd.Support;

namespace StoreForensics.EndToEnd.Samples;

/// <summary>A host that was a node of a swarm: its certificate tells since when, and as what.</summary>
internal sealed class SwarmCertificateTests
{
    private static readonly DateTimeOffset s_issued = new(2023, 4, 5, 6, 7, 8, TimeSpan.Zero);

    [Test]
    public void Its_issue_is_an_event()
    {
        using var scratch = new ScratchFolder();
        string root = Root(scratch, Certificate());
        CsvTable table = CsvTable.Parse(BuiltProgram.Run("timeline", root, "--type", "swarm.*").MustExit(0).Output);
        Assert.That(table.Rows, Has.Count.EqualTo(1));
        Assert.Multiple(() =>
        {
            Assert.That(table.Cell(table.Rows[0], "datetime"), Is.EqualTo("2023-04-05T06:07:08.000000000+00:00"));
            Assert.That(table.Cell(table.Rows[0], "message"), Does.Contain("swarm-manager").And.Contain("node1"));
            Assert.That(table.Cell(table.Rows[0], "origin"), Does.EndWith("swarm/certificates/swarm-node.crt"));
        });
    }

    [Test]
    public void Garbage_is_damage_and_no_event()
    {
        using var scratch = new ScratchFolder();
        ProgramRun run = BuiltProgram.Run("timeline", Root(scratch, "-----BEGIN CERTIFICATE-----\nAAAA\n"), "--type",
            "swarm.*").MustExit(4).MustExplainItself();
        Assert.That(CsvTable.Parse(run.Output).Rows, Is.Empty);
        Assert.That(run.Errors, Does.Contain("swarm-node.crt"));
    }

    private static string Root(ScratchFolder scratch, string certificate)
    {
        string root = scratch.Folder("docker");
        foreach (string folder in new[] { "image/overlay2/imagedb/content/sha256", "image/overlay2/layerdb", "overlay2/l", "containers", "swarm/certificates" })
            Directory.CreateDirectory(Path.Combine(root, folder));
        File.WriteAllText(Path.Combine(root, "image/overlay2/repositories.json"), """{"Repositories":{}}""");
        File.WriteAllText(Path.Combine(root, "swarm/certificates/swarm-node.crt"), certificate);
        return root;
    }

    private static string Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("O=cluster1, OU=swarm-manager, CN=node1", key, HashAlgorithmName.SHA256);
        using X509Certificate2 certificate = request.CreateSelfSigned(s_issued, s_issued.AddDays(90));
        return certificate.ExportCertificatePem() + "\n";
    }
}
