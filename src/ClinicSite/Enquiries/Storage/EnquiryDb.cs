using ClinicSite.Enquiries.Notification;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace ClinicSite.Enquiries.Storage;

/// <summary>Two tables: what was asked, and the mails that are owed for it.</summary>
public sealed class EnquiryDb(DbContextOptions<EnquiryDb> options) : DbContext(options)
{
    public DbSet<Enquiry> Enquiries => Set<Enquiry>();

    public DbSet<Delivery> Deliveries => Set<Delivery>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        // SQLite cannot order by a DateTimeOffset; every time is stored as whole milliseconds since 1970, UTC.
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UnixMilliseconds>();
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(24);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfiguration(new EnquiryTable());
        modelBuilder.ApplyConfiguration(new DeliveryTable());
    }

    private sealed class EnquiryTable : IEntityTypeConfiguration<Enquiry>
    {
        public void Configure(EntityTypeBuilder<Enquiry> builder)
        {
            builder.ToTable("enquiry");
            builder.Property(enquiry => enquiry.Id).ValueGeneratedNever();
            builder.Property(enquiry => enquiry.Reference).HasMaxLength(Reference.Length);
            builder.HasIndex(enquiry => enquiry.Reference).IsUnique();
            builder.HasIndex(enquiry => new { enquiry.TokenId, enquiry.ContentFingerprint }).IsUnique();
            builder.HasIndex(enquiry => enquiry.Received);
            builder.HasIndex(enquiry => enquiry.EmailFingerprint);
            builder.HasIndex(enquiry => enquiry.PhoneFingerprint);
            builder.ComplexProperty(enquiry => enquiry.Details);
            builder.HasOne<Enquiry>().WithMany().HasForeignKey(enquiry => enquiry.FollowsId).OnDelete(DeleteBehavior.SetNull);
            builder.HasMany(enquiry => enquiry.Deliveries).WithOne(delivery => delivery.Enquiry).HasForeignKey(delivery => delivery.EnquiryId).OnDelete(DeleteBehavior.Cascade);
        }
    }

    private sealed class DeliveryTable : IEntityTypeConfiguration<Delivery>
    {
        public void Configure(EntityTypeBuilder<Delivery> builder)
        {
            builder.ToTable("delivery");
            builder.Property(delivery => delivery.Id).ValueGeneratedNever();
            builder.HasIndex(delivery => new { delivery.State, delivery.NextAttempt });
            builder.HasIndex(delivery => delivery.EnquiryId);
        }
    }

    private sealed class UnixMilliseconds() : ValueConverter<DateTimeOffset, long>(
        moment => moment.ToUnixTimeMilliseconds(),
        milliseconds => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));
}
