using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ClinicSite.Enquiries.Storage.Migrations
{
    /// <inheritdoc />
    public partial class DeskChanged : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "DeskChanged",
                table: "enquiry",
                type: "INTEGER",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "DeskChanged",
                table: "enquiry");
        }
    }
}
